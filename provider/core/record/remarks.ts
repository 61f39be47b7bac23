/**
 * What each preview and up says of settings that are allowed but do less than they seem to. A remark must never decide anything.
 */
import type { CommonInputs } from "../program/inputs";
import { triggerHash } from "../program/rotation-input";
import { stepsAt } from "../values/help";
import { type Duration, epochMilliseconds, type Instant, span } from "../values/instant";
import type { Definition } from "../vendor/definition";
import { addsValue } from "./adopted-value";
import type { OwnKey } from "./record";

/** `key` is the key on record, missing where the resource is new. An input that is not known yet is left out of `known`. */
export function remarksOn(definition: Definition, known: Partial<CommonInputs>, key?: OwnKey): string[] {
  return [
    missingValue(definition, known, key),
    newTrigger(known, key),
    idleRotation(definition, known),
    ...(key ? [] : [shortenedLife(definition, known)]),
  ].filter((remark) => remark !== undefined);
}

/** For a key that was adopted without its value: its consumers get nothing. */
function missingValue(
  { valueOutput }: Definition,
  { adopt }: Partial<CommonInputs>,
  key: OwnKey | undefined,
): string | undefined {
  if (!key) {
    if (!adopt || adopt.value !== undefined) return undefined;
    return `\`${valueOutput}\` is missing: add \`adopt.value\`, or rotate the key once \`adopt\` is removed`;
  }
  if (key.value || addsValue({ key }, { adopt })) return undefined;
  const isAdopted = adopt?.keyId === key.keyId;
  const add = isAdopted ? "`adopt.value`" : `\`adopt: {keyId: "${key.keyId}", value: …}\``;
  // A key that was made by hand may have consumers that the stack does not know.
  return (
    `\`${valueOutput}\` is missing: add ${add}. ` +
    `Or rotate the key with an overlap${isAdopted ? ", once `adopt` is removed" : ""}. ` +
    `Do not taint while anything outside the stack uses key ${key.keyId}. ${stepsAt("the-output-is-missing")}`
  );
}

/** In an emergency a user may set a first trigger and expect a rotation. Nothing else would say that the key stays. */
function newTrigger(known: Partial<CommonInputs>, key: OwnKey | undefined): string | undefined {
  if (!key || key.trigger !== undefined || triggerHash(known) === undefined) return undefined;
  const later = known.adopt ? ", once `adopt` is removed" : "";
  return (
    "`pulumi up` stores the text of `rotation.trigger` and rotates nothing. " +
    `The next change of that text rotates the key${later}. ` +
    `Taint the resource only if the key has leaked${later}: that revokes the key in use, whatever \`overlap\` says. ` +
    stepsAt("a-first-trigger")
  );
}

/** The vendor shortens such a life without a word. */
function shortenedLife({ expiry, account }: Definition, known: Readonly<Record<string, unknown>>): string | undefined {
  if (expiry?.longest === undefined) return undefined;
  const [life, end] = [known[expiry.input] as Duration | undefined, known[expiry.output] as Instant | undefined];
  const asked = life ?? (end && epochMilliseconds(end) - Date.now());
  if (asked === undefined || asked <= expiry.longest) return undefined;
  const input = life === undefined ? expiry.output : expiry.input;
  return `${account.title} lets no key live longer than ${span(expiry.longest)}: \`${input}\` asks for more, and the key expires earlier`;
}

function idleRotation({ expiry }: Definition, { rotation }: Partial<CommonInputs>): string | undefined {
  if (!rotation) return undefined;
  const { every, beforeExpiry, trigger } = rotation;
  if (every !== undefined || beforeExpiry !== undefined || trigger !== undefined) return undefined;
  const other = expiry ? ", or `beforeExpiry`" : "";
  return `\`rotation\` rotates nothing by age: write \`every\`, as "30d"${other}`;
}
