/** The text that a marker ends, as a program writes it: the marker needs room behind the user's own words. */
import { markerLength } from "../values/marker";
import { hasAtMost } from "../values/text";
import type { Definition } from "../vendor/definition";
import type { CommonInputs, Raw } from "./inputs";

/** Why the words are too long; nothing where they fit, or where it is not known yet whether a marker follows. */
export function markedTextFault(
  { marked, account }: Definition,
  known: Partial<CommonInputs>,
  unknown: ReadonlySet<string>,
): string | undefined {
  const words = marked && (known as Raw)[marked.input];
  if (!marked || typeof words !== "string") return undefined;
  const { limit, form } = marked;
  const isMarked = known.marker !== false && !unknown.has("marker");
  if (hasAtMost(isMarked ? limit - markerLength(form) : limit)(words)) return undefined;
  if (!isMarked) return `write at most ${limit} characters`;
  return `write at most ${limit - markerLength(form)} characters, or ${limit} with \`marker: false\`: the marker takes the rest of the ${limit} that ${account.title} keeps`;
}
