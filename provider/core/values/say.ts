/** What the provider says: at most a line for a change, prefixed with the resource or the account. A line must never show a value. */

/** Whom a line is about; `hash` where it is a resource. */
export interface Subject {
  readonly name: string;
  readonly hash?: string;
}

/** Where the lines go. The provider of dynamic resources has the console alone. */
let speak = (line: string, _subject?: Subject): void => console.log(line);

/** For a host that can show a line at its resource. */
export function sayThrough(voice: (line: string, subject?: Subject) => void): void {
  speak = voice;
}

export function say(subject: Subject, line: string): void {
  speak(`${subject.name}: ${line}`, subject);
}

/** A line that concerns all resources of an account in a run. */
export function sayOfAccount(
  { definition, name }: { readonly definition: { readonly vendor: string }; readonly name: string | undefined },
  line: string,
): void {
  speak(`${definition.vendor}${name ? ` account ${name}` : ""}: ${line}`);
}
