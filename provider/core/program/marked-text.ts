/** The text that ends with the marker, as a program writes it: the user's own words must leave room for the marker. */
import { markerLength } from "../values/marker";
import { hasAtMost } from "../values/text";
import type { Definition } from "../vendor/definition";
import type { CommonInputs, Raw } from "./inputs";

/** By property, why the user's words are too long. While it is not known whether a marker follows, they may take all the room. */
export function markedTextProblems(
  { marked, account }: Definition,
  known: Partial<CommonInputs>,
  unknown: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  const words = marked && (known as Raw)[marked.input];
  if (!marked || typeof words !== "string") return {};
  const { input, limit, form } = marked;
  const isMarked = known.marker !== false && !unknown.has("marker");
  const most = isMarked ? limit - markerLength(form) : limit;
  if (hasAtMost(most)(words)) return {};
  const whole = `, or ${limit} with \`marker: false\`: the marker takes the rest of the ${limit} that ${account.title} keeps`;
  return { [input]: `write at most ${most} characters${isMarked ? whole : ""}` };
}
