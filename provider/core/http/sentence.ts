/**
 * The vendor's own sentence out of an error answer, when it is safe to repeat.
 *
 * Never may a body be repeated: only a field that vendors use for a sentence is read, and it is dropped whole when any
 * word of it could be a key, a token, an id or an echo of what was sent.
 */
import { z } from "zod";

const word = /^[\p{L}'’"`(]?[\p{L}_'’"`.,:;!?()/-]{0,23}$|^\d{1,5}[.,:;]?$/u;

const problem = z.object({
  message: z.string().optional(),
  title: z.string().optional(),
  detail: z.union([z.string(), z.array(z.object({ msg: z.string() }))]).optional(),
  errors: z.record(z.string(), z.string()).optional(),
});

/** What an error answer says of itself. `undefined` when the body is not in the vendors' own form. */
export function readProblem(body: string): { sentence: string | undefined } | undefined {
  const parsed = problem.safeParse(readJson(body));
  if (!parsed.success) return undefined;
  const { message, title, detail, errors } = parsed.data;
  if (message === undefined && title === undefined && detail === undefined) return undefined;
  const said = [
    message,
    typeof detail === "string" ? detail : detail?.map((item) => item.msg).join("; "),
    errors && Object.values(errors).join("; "),
    title,
  ];
  return { sentence: said.filter((text) => text !== undefined).find(isSafe) };
}

/** The JSON in a text, or nothing. JSON.parse's own message quotes what it read, so it never leaves here. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** No run of letters is longer than the longest that vendors are known to write ("unauthenticated"), nor of mixed case. */
function isPlainWord(part: string): boolean {
  const runs = part.match(/\p{L}+/gu) ?? [];
  return word.test(part) && runs.every((run) => run.length <= 15 && /^\p{L}?(\p{Ll}*|\p{Lu}*)$/u.test(run));
}

function isSafe(text: string): boolean {
  return text.length > 0 && text.length <= 300 && text.split(/\s+/).every(isPlainWord);
}
