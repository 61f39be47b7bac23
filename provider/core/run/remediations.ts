/**
 * What policies of the level `remediate` add to a resource's inputs when the engine replaces the resource. The engine shows the change to
 * diff. Then it asks check once more with the program's own inputs, and would create the new key from these. So the change is remembered,
 * and that check answers with it.
 *
 * Inputs must never be exchanged unless they are, word for word, those that the program has given in this very run.
 */
import { isDeepStrictEqual } from "node:util";
import { withOrigin } from "../program/hidden-origin";
import { commonInputs, type Raw } from "../program/inputs";
import { nameOf } from "./resources";

interface Seen {
  readonly written: Raw;
  /** Missing as long as no policy has changed the inputs. */
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

/** Notes the inputs that diff is shown, where policies have changed them. */
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
