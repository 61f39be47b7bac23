/** A provider that is broken on purpose, in one place. It shows that the tests of the promises can fail. */
import { projectFile } from "../../../tools/project";

/** preload.cjs has what each defect does. */
export type Defect =
  | "forgets a lost answer"
  | "names whatever is listed"
  | "revokes the first that is listed"
  | "deletes the collection"
  | "says values"
  | "gives values for reasons"
  | "keeps values in clear"
  | "repeats a mint"
  | "takes the first that is listed"
  | "throws where values are compared"
  | "asks for no list before a mint"
  | "mints twice"
  | "retires the key in use too"
  | "asks no key for its id"
  | "adopts nothing"
  | "always finds a change"
  | "retires nothing"
  | "cannot retire"
  | "cannot delete"
  | "doubts each key that it deletes"
  | "deletes nothing";

/** Adds to the environment of a provider process what gives it the defect. */
export function withDefect(
  defect: Defect | undefined,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  if (defect === undefined) return { ...environment };
  const preload = `--require=${projectFile("test", "promises", "broken-provider", "preload.cjs")}`;
  return { ...environment, NODE_OPTIONS: `${environment.NODE_OPTIONS ?? ""} ${preload}`, TEST_DEFECT: defect };
}
