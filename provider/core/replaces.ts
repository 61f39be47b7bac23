/**
 * Whether a program asks for another key than the one on record: for something else, or in another place. Nothing is sent.
 *
 * Never may a change of words (an equal instant, an equal duration) be one: what is compared has been read.
 */
import type { StackConfig } from "./config";
import type { Definition } from "./definition";
import type { CommonInputs, ReadInputs } from "./inputs";
import type { KeyRecord } from "./record";
import { destinationOf } from "./session";

type Asked = Pick<ReadInputs<object>, "known" | "unknown">;

/** The properties for which it does. */
export function replacesFor(
  definition: Definition,
  { identity, mintedBy }: KeyRecord,
  { known, unknown }: Asked,
  config: StackConfig,
): string[] {
  const asked = definition.identity(known);
  const replaces = Object.keys(asked).filter(
    (property) => unknown.has(property) || identity[property] !== asked[property],
  );
  if (unknown.has("account")) return [...replaces, "account"];
  const { url, org } = destinationOf(definition, known, config);
  // What is not known yet, or not set, moves nothing.
  if (url !== undefined && url !== mintedBy.url) replaces.push("account");
  if (unknown.has("org") || (org !== undefined && org !== mintedBy.org)) replaces.push("org");
  return replaces;
}

/** Where the run leads, when that is elsewhere: a variable that it lacks is no change of the program, and shows in no diff. */
export function elsewhere(
  definition: Definition,
  { mintedBy }: KeyRecord,
  { known, unknown }: Asked,
  config: StackConfig,
): string | undefined {
  if (unknown.has("account") || unknown.has("org")) return undefined;
  const { url = mintedBy.url, org = mintedBy.org } = destinationOf(definition, known, config);
  if (url === mintedBy.url && org === mintedBy.org) return undefined;
  const place = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined).join(" ");
  return `the key was minted at ${place(mintedBy.url, mintedBy.org)}; this run leads to ${place(url, org)}`;
}

/** The same for an up, where everything is known. */
export function asksForAnother(
  definition: Definition,
  record: KeyRecord,
  inputs: CommonInputs,
  config: StackConfig,
): boolean {
  return replacesFor(definition, record, { known: inputs, unknown: new Set() }, config).length > 0;
}
