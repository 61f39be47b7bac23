/**
 * What a person reads of a pending mint: what is not known, which keys it may be, what happens next, what to do.
 *
 * It must never lead a person to revoke a key that is in use, or to forget a live key.
 */
import type { CommonInputs } from "../program/inputs";
import { stepsAt } from "../values/help";
import type { Definition } from "../vendor/definition";
import type { KeyRecord, Pending } from "./record";

/** The run that speaks of a pending mint. `isTriedAgain` is true when a run after the mint's own has tried to settle it. */
interface Occasion {
  readonly isTriedAgain: boolean;
  readonly isDestroy?: boolean;
}

/** What is not known of a pending mint, which keys it may be, whose turn it is, and the one next step. */
export function pendingSentence(definition: Definition, record: KeyRecord, occasion: Occasion): string {
  const { pending } = record;
  const { title } = definition.account;
  if (!pending) return notKnown(title, {});
  const { isTriedAgain, isDestroy = false } = occasion;
  const isYourTurn = isTriedAgain && pending.obstacle === undefined && pending.candidates.length > 0;
  return [
    isYourTurn ? `it is your turn: no run could tell which key ${title} minted` : notKnown(title, pending),
    whichKeys(definition, pending),
    "No key was revoked, the state is kept",
    ...nextStep(title, pending, { isYourTurn, isDestroy }),
    ...(isDestroy ? endOfDestroy(record) : neverBefore(record, { isYourTurn, isTriedAgain })),
    stepsAt(anchorOf(pending, occasion)),
  ].join(". ");
}

function notKnown(title: string, { value }: Partial<Pending>): string {
  return value === undefined
    ? `whether ${title} minted a key is not known: its answer was lost`
    : `${title} minted a key and its value is kept, but which id it has is not proved`;
}

/** Which keys the mint may have made, and when. With an obstacle, it may have made a key that no list showed. */
export function whichKeys({ account }: Definition, { candidates, from, until, obstacle }: Pending): string {
  const names = candidates.join(", ");
  const isOne = candidates.length === 1;
  if (candidates.length > 0) {
    return obstacle === undefined
      ? `The only ${isOne ? "candidate is" : "candidates are"} ${names} (created from ${from} to ${until})`
      : `${isOne ? "A candidate is" : "Candidates are"} ${names} (created from ${from} to ${until}), or a key that this run could not list`;
  }
  return obstacle === undefined
    ? `${account.title} lists no candidate created from ${from} to ${until}, but may list the key late`
    : `If there is a key of this mint, it was created from ${from} to ${until}`;
}

function nextStep(
  title: string,
  { candidates, obstacle }: Pending,
  { isYourTurn, isDestroy }: { readonly isYourTurn: boolean; readonly isDestroy: boolean },
): string[] {
  if (obstacle !== undefined) {
    return [`This run could not settle that mint: ${obstacle}`, "Mend that, then run the same command again"];
  }
  const [only, ...more] = candidates;
  if (only === undefined) return ["Run the same command again later"];
  if (!isYourTurn) return ["You need do nothing yet: the next `pulumi up` tries again"];
  const isOne = more.length === 0;
  const look = `Look at ${isOne ? `key ${only}` : "these keys"} at ${title}`;
  if (isDestroy) return [look];
  return isOne
    ? [look, `Leave key ${only} if another resource or stack holds key ${only}, or somebody uses it`]
    : [look, "Leave each key that another resource or stack holds, or that somebody uses"];
}

/** What must not be done before the mint is settled. */
function neverBefore(
  { pending, key, previous }: KeyRecord,
  { isYourTurn, isTriedAgain }: { readonly isYourTurn: boolean; readonly isTriedAgain: boolean },
): string[] {
  const other = key ?? previous;
  const hasCandidates = pending !== undefined && pending.candidates.length > 0;
  const isUnlisted = pending?.obstacle !== undefined;
  // The reader looks for a key that nobody uses: that is most likely the mint's. So the message names the key in use.
  const inUse = key && hasCandidates ? [`Do not revoke key ${key.keyId}, which is in use`] : [];
  const forgets = other ? `forgets key ${other.keyId}` : "forgets one";
  const taint = "Until the mint is settled, do not taint or `--replace` this resource: that mints a second key";
  if (isUnlisted || (isTriedAgain && !hasCandidates && other)) {
    const both = "Until the mint is settled, do not taint, `--replace` or `pulumi state delete` this resource";
    return [...inUse, `${both}: that mints a second key, or ${forgets}`];
  }
  if (!isTriedAgain) return [...inUse, taint];
  const end = other
    ? `Do not run \`pulumi state delete\`: it ${forgets} too`
    : "Run `pulumi state delete <urn>` only if you know that no key of this mint lives";
  return isYourTurn ? [...inUse, end] : [taint, end];
}

/** The end of the message in a destroy, which removes a record only once none of its keys is live. */
function endOfDestroy({ key, previous }: KeyRecord): string[] {
  const others = [key, previous].flatMap((own) => (own ? [`, key ${own.keyId}`] : [])).join("");
  return [
    "If a taint or `--replace` has made a newer key: do not write `adopt` on this resource",
    `Revoke by hand only keys of this record that nobody uses: the key that you know this mint has made${others}`,
    "Run `pulumi state delete <urn>` only if these keys are all revoked, and this command still fails",
  ];
}

function anchorOf({ obstacle }: Pending, { isTriedAgain, isDestroy }: Occasion) {
  if (isDestroy) return "in-a-destroy";
  if (obstacle !== undefined) return "the-run-could-not-settle-it";
  if (isTriedAgain) return "you-decide";
  return "the-first-run-after-it";
}

/** For a mint that is settled, where the program asks for another key by now. */
export function otherSentence({ key, previous }: KeyRecord, { adopt }: Partial<CommonInputs>): string {
  const held = (key ?? previous)?.keyId;
  const kept = key
    ? `the state holds key ${held}, as the earlier inputs asked`
    : `nothing is left of it, and the state holds key ${held}, which was in use before`;
  const run = adopt ? "Remove `adopt`, then run" : "Run";
  return `the pending mint is settled: ${kept}. The program's inputs now ask for another key. ${run} \`pulumi up\` again: it replaces key ${held}`;
}
