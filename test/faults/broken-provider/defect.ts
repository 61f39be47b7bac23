/** A provider that is broken on purpose, in one place: what a judge that cannot fail would not see. */
import { projectFile } from "../../../tools/project";

/** See preload.cjs for what each does. */
export type Defect =
  | "forgets a lost answer"
  | "names whatever is listed"
  | "revokes the first that is listed"
  | "deletes the collection"
  | "says values"
  | "gives values for reasons"
  | "keeps values in clear"
  | "repeats a mint"
  | "takes the first that is listed";

/** The environment of a provider process, in which it has the defect. */
export function withDefect(
  defect: Defect | undefined,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  if (defect === undefined) return { ...environment };
  const preload = `--require=${projectFile("test", "faults", "broken-provider", "preload.cjs")}`;
  return { ...environment, NODE_OPTIONS: `${environment.NODE_OPTIONS ?? ""} ${preload}`, TEST_DEFECT: defect };
}
