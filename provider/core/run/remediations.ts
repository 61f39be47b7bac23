/**
 * What policies add to a resource's inputs (the level `remediate`) when the engine replaces the resource. It shows the change to diff; then it asks check
 * once more with the program's own inputs, and would create the new key by these. So the change is remembered, and stands in what that check answers.
 *
 * Never may inputs be exchanged that are not, word for word, those that the program has given in this very run.
 */
import { isDeepStrictEqual } from "node:util";
import { withOrigin } from "../program/hidden-origin";
import { commonInputs, type Raw } from "../program/inputs";
import { nameOf } from "./resources";

interface Seen {
  readonly written: Raw;
  /** Missing as long as nobody has changed it. */
  readonly remediated?: Raw;
}

const seen = new Map<string, Seen>();

/** The inputs that check is to answer: those it is given, or what policies have made of them. */
export function withRemediation(news: Raw, isNew: boolean): Raw {
  const name = resourceOf(news);
  if (name === undefined) return news;
  const before = seen.get(name);
  if (isNew && before?.remediated && isDeepStrictEqual(before.written, news)) return before.remediated;
  seen.set(name, { written: news });
  return news;
}

/** Takes down what diff is shown. */
export function noteRemediation(news: Raw): void {
  const name = resourceOf(news);
  const before = name === undefined ? undefined : seen.get(name);
  if (name !== undefined && before && !isDeepStrictEqual(before.written, news))
    seen.set(name, { ...before, remediated: news });
}

function resourceOf(news: Raw): string | undefined {
  const read = commonInputs.shape.origin.safeParse(withOrigin(news).origin);
  return read.success ? nameOf(read.data) : undefined;
}
