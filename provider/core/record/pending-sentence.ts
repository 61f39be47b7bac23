/**
 * What a person reads of a mint that is not settled: what is open, which keys it may be, what happens next, what to do.
 *
 * Never may it send a person to revoke a key that is in use, or to forget a key that lives.
 */
import type { CommonInputs } from "../program/inputs";
import type { Definition } from "../vendor/definition";
import type { KeyRecord } from "./record";

/**
 * What is open about a mint, which keys it may be, what happens next, and what a person can do. `isTriedAgain` where a run after that of
 * the mint has tried to settle it.
 */
export function pendingSentence(
  definition: Definition,
  { pending, key, previous }: KeyRecord,
  { isTriedAgain }: { readonly isTriedAgain: boolean },
): string {
  const { candidates, from, until } = pending ?? { candidates: [], from: "", until: "" };
  const { title } = definition.account;
  const isKept = pending?.value !== undefined;
  // A key without a value would leave what uses the one in use without any. Once it is revoked, `adopt` of the one in use tells that no other is it.
  const isUseless = key !== undefined && !isKept;
  const names = candidates.join(", ");
  const hindered =
    pending?.obstacle === undefined
      ? ""
      : `This run could not settle that mint: ${pending.obstacle}. Where you can, mend that first. Then run again. `;
  // With an obstacle, the key of the mint may be none of those that were listed.
  const which =
    hindered === ""
      ? `It can only be among ${names} (asked for from ${from} to ${until})`
      : `It can be among ${names} (asked for from ${from} to ${until}), or be a key that this run could not list`;
  const write = (adopt: string) =>
    `write \`adopt: ${adopt}\` on this resource (declare the resource again if it has left the program), then run \`pulumi up\``;
  const adoptOwn = write(`{keyId: "${candidates.length === 1 ? names : "<the id of that key>"}"}`);
  const first = isKept ? "first find and revoke the key that was minted. Then " : "";
  const none = key
    ? `${first}${write(`{keyId: "${key.keyId}"}`)}. Key ${key.keyId} then stays in use`
    : previous
      ? `${first}${write(`{keyId: "${previous.keyId}", value: …}`)}. Key ${previous.keyId} is then in use again, if key ${previous.keyId} is still valid. Write its value, which the state no longer keeps`
      : `${first}run \`pulumi state delete <urn>\`, which takes the mint out of the state`;
  if (isTriedAgain && hindered === "" && candidates.length > 0) {
    const useless = isUseless ? " Revoke this resource's own key too, since its value is lost." : "";
    const steps = [
      `At ${title}, revoke each of ${names} that nobody uses.${useless}`,
      "Run again.",
      ...(isUseless ? [] : [`If this resource's key is left: ${adoptOwn}.`]),
      `If only keys of other users are left: ${none}.`,
    ];
    const numbered = steps.map((step, index) => `${index + 1}. ${step}`).join(" ");
    return `it is your turn, since this run could not tell either which key ${title} minted. ${which}. ${numbered} No key was revoked, the state is kept`;
  }
  const what = isKept
    ? `${title} minted a key and its value is kept, but which id it has is not proved`
    : `whether ${title} minted a key is not known: its answer was lost`;
  const kept =
    "No key was revoked, the state is kept. No other key is minted before this mint is settled. " +
    "Do not taint or `--replace` this resource before: a replacement mints a second key";
  const judged = isUseless ? "revoke that key, since its value is lost" : adoptOwn;
  if (candidates.length === 0) {
    const span = `created from ${from} to ${until}`;
    const retry =
      hindered === "" ? `${title} lists no key ${span} that can be it. Run the same command again later. ` : hindered;
    return `${what}. ${kept}. ${retry}Look at ${title} for this resource's key, ${span}. If you find that key: ${judged}. If there is no such key: ${none}`;
  }
  const ifOwn = `look at ${candidates.length === 1 ? "key" : "keys"} ${names} at ${title}. If ${candidates.join(" or ")} is this resource's: ${judged}`;
  const ifUnused =
    candidates.length === 1 ? `If nobody uses ${names}: revoke ${names}` : "Revoke each that nobody uses";
  const ifNone =
    hindered === ""
      ? `If no key is this resource's: ${none}`
      : "Do not run `pulumi state delete` before a run has read the lists, or you have revoked the key by hand";
  const again = "You need do nothing yet: the next `pulumi up` tries again. ";
  return `${what}. ${which}. ${kept}. ${hindered === "" ? again : hindered}To decide yourself, ${ifOwn}. ${ifUnused}. ${ifNone}`;
}

/** What was pending is settled, and it is not what the program asks for by now. */
export function otherSentence({ key, previous }: KeyRecord, { adopt }: Partial<CommonInputs>): string {
  const held = (key ?? previous)?.keyId;
  const kept = key
    ? `the state holds key ${held}, as the earlier inputs asked`
    : `nothing is left of it, and the state holds key ${held}, which was in use before`;
  const run = adopt ? "Remove `adopt`, then run" : "Run";
  return `the open mint is settled: ${kept}. The program's inputs now ask for another key. ${run} \`pulumi up\` again: it replaces key ${held}`;
}
