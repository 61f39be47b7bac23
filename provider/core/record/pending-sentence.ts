/**
 * What a person reads of a pending mint: what is not known, which keys it may be, what happens next, what to do.
 *
 * Never may it send a person to revoke a key that is in use, or to forget a key that lives.
 */
import type { CommonInputs } from "../program/inputs";
import type { KeyId } from "../values/key-id";
import type { Definition } from "../vendor/definition";
import type { KeyRecord } from "./record";

/**
 * What is not known of a pending mint, which keys it may be, what happens next, and what a person can do. `isTriedAgain` where a run after that of
 * the mint has tried to settle it.
 */
export function pendingSentence(
  definition: Definition,
  record: KeyRecord,
  { isTriedAgain }: { readonly isTriedAgain: boolean },
): string {
  const { pending, key } = record;
  const { candidates, from, until } = pending ?? { candidates: [], from: "", until: "" };
  const obstacle = pending?.obstacle;
  const { title } = definition.account;
  const isKept = pending?.value !== undefined;
  // A key without a value would leave what uses the one in use without any. Once it is revoked, `adopt` of the one in use tells that no other is it.
  const useless = key !== undefined && !isKept ? key.keyId : undefined;
  const names = candidates.join(", ");
  const isOne = candidates.length === 1;
  // With an obstacle, the key of the mint may be none of those that were listed.
  const which =
    obstacle === undefined
      ? `It can only be among ${names} (asked for from ${from} to ${until})`
      : `It can be among ${names} (asked for from ${from} to ${until}), or be a key that this run could not list`;
  const adoptOwn = write(`{keyId: "${isOne ? names : "<the id of that key>"}"}`);
  const none = noneIsLeft(record);
  if (isTriedAgain && obstacle === undefined && candidates.length > 0) {
    const look = isOne
      ? `look at key ${names}. Leave key ${names} if another resource or stack holds key ${names}, or somebody uses it. Otherwise revoke key ${names}`
      : `look at keys ${names}. Leave each key that another resource or stack holds, or that somebody uses. Revoke each of the others`;
    const steps = [
      `At ${title}, ${look}${useless === undefined ? "" : `. ${revokeUseless(useless)}`}`,
      "Run again",
      ...(useless === undefined ? [`If this resource's key is left: ${adoptOwn}`] : []),
      `If only keys of other users are left: ${onceRevoked(record)}${none}`,
    ];
    const numbered = steps.map((step, index) => `${index + 1}. ${step}`).join(". ");
    return `it is your turn, since this run could not tell either which key ${title} minted. ${which}. ${numbered}${declareAgain(numbered)}. No key was revoked, the state is kept`;
  }
  const what = isKept
    ? `${title} minted a key and its value is kept, but which id it has is not proved`
    : `whether ${title} minted a key is not known: its answer was lost`;
  const kept =
    "No key was revoked, the state is kept. No other key is minted before this mint is settled. " +
    "Do not taint or `--replace` this resource before: a replacement mints a second key";
  const hindered = obstacle === undefined ? "" : `This run could not settle that mint: ${obstacle}. `;
  if (candidates.length === 0) {
    const span = `created from ${from} to ${until}`;
    const retry =
      hindered ||
      `${title} lists no key ${span} that can be it. Run the same command again later: ${title} may list it late. `;
    const judged = useless === undefined ? adoptOwn : "revoke that key, since its value is lost";
    const ifNone = isKept ? "Only if you know that it was revoked" : "Only if you know that there is no such key";
    return (
      `${what}. ${kept}. ${retry}Look at ${title} for this resource's key, ${span}: no stack holds it, and nobody uses it. ` +
      `If you find that key: ${judged}. ${ifNone}: ${none}${declareAgain(judged + none)}`
    );
  }
  const look = `look at ${isOne ? "key" : "keys"} ${names} at ${title}`;
  const ifOwn =
    useless === undefined
      ? `${look}. If ${candidates.join(" or ")} is this resource's: ${adoptOwn}`
      : `${look}. ${revokeUseless(useless)}`;
  const unless = useless === undefined ? "Otherwise, if" : "If";
  const ifUnused = isOne
    ? `${unless} no other resource or stack holds ${names} and nobody uses it: revoke ${names}`
    : `Revoke each${useless === undefined ? " other one" : ""} that no resource or stack holds and nobody uses`;
  const next = hindered || "You need do nothing yet: the next `pulumi up` tries again. ";
  const last = `${ifOwn}. ${ifUnused}. ${ifNoneIsOurs(record)}`;
  return `${what}. ${which}. ${kept}. ${next}To decide yourself, ${last}${declareAgain(last)}`;
}

/** The likeliest one that nobody uses is the mint's: so the key in use is named beside it. */
function revokeUseless(inUse: KeyId): string {
  return `The key of this mint is one that nobody uses, since its value is lost. Do not revoke key ${inUse}, which is in use`;
}

function write(adopt: string): string {
  return `write \`adopt: ${adopt}\` on this resource, then run \`pulumi up\``;
}

/** `adopt` counts in an up alone. */
function declareAgain(advice: string): string {
  return advice.includes("write `adopt")
    ? ". If the resource has left the program: declare it again with that `adopt`"
    : "";
}

/** The key whose value is in hand is there: it is no other user's, and would be forgotten. */
function onceRevoked({ pending }: KeyRecord): string {
  return pending?.value === undefined ? "" : "make sure that the key of this mint was revoked. Then ";
}

/** What settles a mint of which no key is left. */
function noneIsLeft({ pending, key, previous }: KeyRecord): string {
  const other = key ?? previous;
  if (!other) return "run `pulumi state delete <urn>`, which takes the mint out of the state";
  // That none of the keys is the one is not believed while they cannot be listed.
  const first =
    pending?.obstacle === undefined
      ? ""
      : `mend what is named above. \`adopt\` of key ${other.keyId} counts only once a run has read the lists. Then `;
  if (key) return `${first}${write(`{keyId: "${key.keyId}"}`)}. Key ${key.keyId} then stays in use`;
  const id = other.keyId;
  return `${first}${write(`{keyId: "${id}", value: …}`)}. Key ${id} is then in use again, if key ${id} is still valid. Write its value, which the state no longer keeps`;
}

function ifNoneIsOurs(record: KeyRecord): string {
  const { pending, key, previous } = record;
  const other = key ?? previous;
  const { candidates = [] } = pending ?? {};
  const notOurs = `If ${candidates.length === 1 ? `${candidates[0]} is not` : "none of them is"} this resource's`;
  if (pending?.obstacle !== undefined) {
    return other
      ? `${notOurs}: mend what is named above, then run again. Do not run \`pulumi state delete\`: it also forgets key ${other.keyId}`
      : "Do not run `pulumi state delete` before a run has read the lists, or you have revoked the key by hand";
  }
  return `${notOurs}: ${onceRevoked(record)}${noneIsLeft(record)}`;
}

/** What was pending is settled, and it is not what the program asks for by now. */
export function otherSentence({ key, previous }: KeyRecord, { adopt }: Partial<CommonInputs>): string {
  const held = (key ?? previous)?.keyId;
  const kept = key
    ? `the state holds key ${held}, as the earlier inputs asked`
    : `nothing is left of it, and the state holds key ${held}, which was in use before`;
  const run = adopt ? "Remove `adopt`, then run" : "Run";
  return `the pending mint is settled: ${kept}. The program's inputs now ask for another key. ${run} \`pulumi up\` again: it replaces key ${held}`;
}
