/** What the provider says: at most a line for a change, prefixed with the resource, never a value. */

/** Whom a line is about; `hash` where it is a resource. */
export interface Subject {
  readonly name: string;
  readonly hash?: string;
}

/** Where the lines go. A dynamic resource's provider has the console alone. */
let speak = (line: string, _subject?: Subject): void => console.log(line);

/** For a host that can show a line at its resource. */
export function sayThrough(voice: (line: string, subject?: Subject) => void): void {
  speak = voice;
}

export function say(subject: Subject, line: string): void {
  speak(`${subject.name}: ${line}`, subject);
}

/** What concerns all resources of an account in a run. */
export function sayOfAccount(
  { definition, name }: { readonly definition: { readonly vendor: string }; readonly name: string | undefined },
  line: string,
): void {
  speak(`${definition.vendor}${name ? ` account ${name}` : ""}: ${line}`);
}
