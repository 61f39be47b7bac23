/**
 * What a change of the program, or the passing of time, does to a key: decided from the outputs, the settings of now,
 * and the clock. It sends nothing, but for one question when another account's name leads to the same API.
 *
 * Never may a change of words (an equal instant, an equal duration) replace a key.
 */
import { lookUpAccount } from "./account";
import type { StackConfig } from "./config";
import type { Definition, MintedBy } from "./definition";
import { hold } from "./holders";
import { type CommonInputs, type Raw, readInputs } from "./inputs";
import { type Instant, now } from "./instant";
import { type KeyRecord, readRecord } from "./record";
import { say } from "./say";
import { destinationOf, openForInputs } from "./session";

export interface Difference {
  readonly changes: boolean;
  /** Properties for which the key is replaced. */
  readonly replaces: string[];
}

export async function diff<Inputs extends object>(
  definition: Definition<Inputs>,
  outputs: Raw,
  news: Raw,
  config: StackConfig,
): Promise<Difference> {
  const { record, settings } = readRecord(definition, outputs);
  // Also of a key that is replaced: until its delete it is accounted for.
  if (record.keyId) hold({ url: record.mintedBy.url }, record.keyId, { origin: settings.origin, isFresh: false });
  const { inputs, known, unknown } = readInputs(definition, news);
  const before = record.identity;
  const after = definition.identity(known as Inputs);
  const replaces = Object.keys(after).filter(
    (property) => unknown.has(property) || before[property] !== after[property],
  );
  replaces.push(...movesTo(definition, record.mintedBy, known, unknown, config));
  if (
    inputs &&
    replaces.length === 0 &&
    (await isAnotherAccount(definition, record.mintedBy, settings.account, inputs, config))
  ) {
    replaces.push("account");
  }
  const expired = expiryOf(record);
  if (expired && replaces.length === 0) {
    replaces.push("expiresAt");
    say(settings.origin, `key ${record.keyId} expired at ${expired}: it is replaced`);
  }
  if (replaces.length > 0) return { changes: true, replaces };
  if (known.adopt && record.keyId) say(settings.origin, "the key is adopted: `adopt` may be removed from the program");
  return { changes: !record.keyId || settingsOfDelete(news) !== settingsOfDelete(outputs), replaces };
}

/** Another API, or another organization, than the one that minted the key. What is not known yet moves nothing. */
function movesTo(
  definition: Definition,
  mintedBy: MintedBy,
  known: Partial<CommonInputs>,
  unknown: ReadonlySet<string>,
  config: StackConfig,
): string[] {
  if (unknown.has("account")) return ["account"];
  const { url, org } = destinationOf(definition, known, config);
  const moves: string[] = [];
  if (url !== undefined && url !== mintedBy.url) moves.push("account");
  if (unknown.has("org") || (org !== undefined && org !== mintedBy.org)) moves.push("org");
  return moves;
}

/** An account may be renamed freely. Whether another name is another account only the vendor can tell. */
async function isAnotherAccount<Inputs extends object>(
  definition: Definition<Inputs>,
  mintedBy: MintedBy,
  before: string | undefined,
  inputs: Inputs & CommonInputs,
  config: StackConfig,
): Promise<boolean> {
  if (before === inputs.account || mintedBy.account === undefined) return false;
  const { unusable } = lookUpAccount(definition.account, inputs.account, config);
  if (unusable !== undefined) {
    // A preview may lack the credentials; the up asks again, and update fails without them.
    say(inputs.origin, `${unusable}. Without it \`pulumi up\` will stop before anything is sent`);
    return false;
  }
  // An account that shows no key of the one that minted does not hold this key either.
  return (await openForInputs(definition, inputs, config).api.proveAccount(mintedBy)).is !== "same";
}

function expiryOf({ outputs }: KeyRecord): Instant | undefined {
  const expiresAt = outputs.expiresAt as Instant | undefined;
  return expiresAt !== undefined && expiresAt <= now() ? expiresAt : undefined;
}

/**
 * Delete and refresh see outputs only, so the settings that they need must be written there: an update that sends
 * nothing. All other settings are read from the program when they count.
 */
function settingsOfDelete({ account, onDelete }: Raw): string {
  return JSON.stringify([account ?? null, onDelete ?? null]);
}
