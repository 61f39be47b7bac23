/**
 * The engine's partial failure: the run fails, and the record of a key that may live is kept all the same.
 *
 * Its message is the whole of what a person learns of it. The properties go to the engine alone and must never be printed.
 */
import type { Definition } from "../definition";
import type { CommonInputs, Raw } from "../inputs";
import type { KeyRecord } from "../record";

export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The same as we know it, and the settings that were written down with it. */
  readonly record: KeyRecord;
  readonly settings: Raw;

  constructor(
    message: string,
    { id, record, settings, outs }: { id: string; record: KeyRecord; settings: Raw; outs: Record<string, unknown> },
  ) {
    super(message);
    this.id = id;
    this.record = record;
    this.settings = settings;
    this.properties = outs;
  }
}

interface Trial {
  /** Why the keys could not be listed. */
  readonly unlisted?: string | undefined;
  /** Whether a run after that of the mint has tried to settle it. */
  readonly isTriedAgain?: boolean;
}

/** What is open about a mint, which keys it may be, what happens next, and what a person can do. */
export function pendingSentence(
  definition: Definition,
  { pending, key, previous }: KeyRecord,
  { unlisted, isTriedAgain = false }: Trial = {},
): string {
  const { candidates, from, until } = pending ?? { candidates: [], from: "", until: "" };
  const { title } = definition.account;
  const what = pending?.value
    ? `${title} minted a key and its value is kept, but which id it has is not proved`
    : `whether ${title} minted a key is not known: its answer was lost`;
  const span = `created from ${from} to ${until}`;
  const which =
    candidates.length > 0
      ? `It can only be among ${candidates.join(", ")} (asked for from ${from} to ${until})`
      : unlisted === undefined
        ? `No such key, ${span}, is listed so far`
        : `The keys, ${span}, could not be listed (${unlisted})`;
  const once = pending?.value ? ", once the key that was minted is found and revoked" : "";
  const none = key
    ? `adopt: {keyId: "${key.keyId}"} keeps the key that is in use${once}`
    : previous
      ? `adopt: {keyId: "${previous.keyId}"} puts the key before into use again, as long as it is valid; its value is no longer kept: write \`value\` beside the id`
      : `\`pulumi state delete\` takes the attempt out of the state${once}`;
  const inProgram = "(in the program again, where it was removed)";
  // A key without a value would leave what uses the one in use without any. Once it is revoked, `adopt` of the one in use tells that no other is it.
  const isUseless = key !== undefined && !pending?.value;
  if (isTriedAgain && unlisted === undefined && candidates.length > 0) {
    const useless = isUseless ? ", and this resource's own, since its value is lost" : "";
    const own = isUseless ? "" : `Where this resource's is left: add adopt: {keyId} with it ${inProgram}. `;
    return (
      `it is your turn, since this run could not tell either which key ${title} minted. ${which}. ` +
      `First revoke at ${title} those of them that nobody uses${useless}. Then run again. ${own}Where only keys of others are left: ${none}. ` +
      "No key was revoked, the state is kept"
    );
  }
  const own = "The one that is this resource's";
  const unused = "One that nobody uses: revoke it";
  const judged = isUseless
    ? `${own}: revoke it, since its value is lost. ${unused}, too. Where others are left, or none of them is this resource's: ${none} ${inProgram}`
    : `${own}: add adopt: {keyId} to it ${inProgram}. ${unused}. None of them: ${none}`;
  return (
    `${what}. ${which}. No key was revoked, the state is kept, and no other is minted before this is settled: the next ${key ? "up" : "up, refresh"} or destroy settles it if it can. ` +
    `By hand: look at those keys at ${title}. ${judged}`
  );
}

/** What was pending is settled, and it is not what the program asks for by now. */
export function otherSentence({ key, previous }: KeyRecord, { adopt }: Partial<CommonInputs>): string {
  const kept = key ? `key ${key.keyId} is on record` : `nothing is left of it, and key ${previous?.keyId} is on record`;
  const without = adopt ? " without `adopt`" : "";
  return `the mint that was not settled is: ${kept}, as the inputs of then asked. Those of now ask for another key: run again${without}, and it is replaced`;
}
