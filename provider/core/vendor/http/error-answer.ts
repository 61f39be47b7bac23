/**
 * The vendor's own sentence out of an error answer, when it is safe to repeat.
 *
 * A body must never be repeated. Only fields that vendors use for a sentence are read. A field is dropped whole when any word
 * in it could be a key, a token, an id or an echo of what was sent.
 */
import { z } from "zod";
import { readJson } from "../../values/json";

const word = /^[\p{L}'’"`(]?[\p{L}_'’"`.,:;!?()/-]{0,23}$|^\d{1,5}[.,:;]?$/u;

const oneText = z.union([
  z.string(),
  z.object({ msg: z.string() }).transform(({ msg }) => msg),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);
/** A field in another form holds no sentence. The other fields still show that the answer is the vendor's own. */
const text = z
  .union([oneText, z.array(oneText).transform((all) => all.join("; "))])
  .optional()
  .catch(undefined);

const errorAnswer = z.object({
  message: text,
  detail: text,
  error: text,
  title: text,
  errors: z.record(z.string(), oneText).optional().catch(undefined),
});

/** What an error answer says of itself. `undefined` when the body is not in the vendors' own form. */
export function readErrorAnswer(body: string): { sentence: string | undefined } | undefined {
  const { data } = errorAnswer.safeParse(readJson(body));
  if (!data) return undefined;
  const { message, detail, error, title, errors } = data;
  if ([message, detail, error, title].every((field) => field === undefined)) return undefined;
  const said = [message, detail, error, errors && Object.values(errors).join("; "), title];
  return { sentence: said.filter((field) => field !== undefined).find(isSafe) };
}

/** A run of letters must not be longer than the longest that vendors are known to write ("unauthenticated"), nor of mixed case. */
function isPlainWord(part: string): boolean {
  const runs = part.match(/\p{L}+/gu) ?? [];
  return word.test(part) && runs.every((run) => run.length <= 15 && /^\p{L}?(\p{Ll}*|\p{Lu}*)$/u.test(run));
}

function isSafe(text: string): boolean {
  return text.length > 0 && text.length <= 300 && text.split(/\s+/).every(isPlainWord);
}
