/** The line that a person reads in preview and in up: which key, why now, until when the previous key lives. */
import type { Adopted, CommonInputs } from "../program/inputs";
import { type Duration, now } from "../values/instant";
import { lacksValue, tellsAnotherValue } from "./adopted-value";
import type { Due, Plan } from "./plan";
import type { KeyRecord, OwnKey, PreviousKey } from "./record";
import { liveUntilOf } from "./succession";

/** The line for a plan; `undefined` where nothing happens. */
export function lineOf(
  record: KeyRecord,
  plan: Plan,
  { rotation = {}, adopt }: Partial<CommonInputs>,
): string | undefined {
  const { key, previous, pending } = record;
  if (plan.is === "settle") {
    if (key && adopt?.keyId === key.keyId)
      return `the mint of ${pending?.from} is not settled: \`pulumi up\` settles it: \`adopt\` says that key ${key.keyId} stays in use`;
    const stays = key ? `; key ${key.keyId} stays in use until then` : "";
    return `the mint of ${pending?.from} is not settled: \`pulumi up\` settles it, ${howMintIsSettled(record, adopt)}${stays}`;
  }
  if (plan.is === "first key" || !key) return firstKeyLine(previous, adopt);
  switch (plan.is) {
    case "retire": {
      const first = plan.takesValue ? "takes the value in `adopt`; " : "";
      return `${first}revokes key ${previous?.keyId}: ${key.keyId} took its place, and its overlap ended at ${previous?.validUntil}`;
    }
    case "replace": {
      const { keyId } = key;
      const also = previous
        ? `; previous key ${previous.keyId}, live until ${previous.validUntil}, is revoked with key ${keyId}`
        : "";
      const order = `updates what uses key ${keyId} in this stack, then revokes key ${keyId} (with \`deleteBeforeReplace\`, key ${keyId} is revoked first)`;
      return `key ${keyId} ${plan.due.why}: \`pulumi up\` mints a new key, ${order}${also}`;
    }
    case "rotate": {
      const first = previous ? `; previous key ${previous.keyId} is revoked before the mint` : "";
      const validUntil = liveUntilOf(key, rotation.overlap ?? (0 as Duration));
      const until = plan.due.by === "expiry" ? "" : `; key ${key.keyId} stays live until ${validUntil}`;
      return `key ${key.keyId} ${plan.due.why}: a new key is minted${until}${first}`;
    }
    case "stay":
      return adopt ? adoptedLine(key, plan, adopt) : waitingLine(key, plan.due, previous);
  }
}

function firstKeyLine(previous: PreviousKey | undefined, adopt: CommonInputs["adopt"]): string {
  const how = adopt ? "adopts the key that `adopt` names" : "mints a new key";
  const what = `no key is in use: \`pulumi up\` ${how}`;
  if (!previous || previous.keyId === adopt?.keyId) return what;
  const { keyId, validUntil } = previous;
  const stays =
    validUntil > now()
      ? ` stays live until ${validUntil}`
      : `, whose overlap ended at ${validUntil}, is revoked by the next \`pulumi up\``;
  return `${what}; previous key ${keyId}${stays}`;
}

/** The line for a key that is due but must wait: the previous key's promised overlap comes first. */
function waitingLine(key: OwnKey, due: Due | undefined, previous: PreviousKey | undefined): string | undefined {
  if (due === undefined || previous === undefined) return undefined;
  return `key ${key.keyId} ${due.why}: it is replaced once previous key ${previous.keyId}, live until ${previous.validUntil}, is revoked`;
}

function adoptedLine(key: OwnKey, { due, takesValue }: Plan & { is: "stay" }, adopt: Adopted): string {
  if (adopt.keyId !== key.keyId) {
    const though = due === undefined ? "even after its expiry" : `though it ${due.why}`;
    return (
      `\`adopt\` adopts nothing: this resource already has key ${key.keyId}. While \`adopt\` stands, key ${key.keyId} does not rotate, ${though}. ` +
      "Remove `adopt`. To adopt that other key, use a second resource"
    );
  }
  if (takesValue) return "takes the value in `adopt`, which may be removed from the program afterwards";
  if (tellsAnotherValue(key.value, adopt)) {
    return (
      "`adopt.value` differs from the value on record, which stays. If `adopt.value` is wrong: remove `adopt.value`. " +
      "If the value on record is wrong: keep `adopt`, and run `pulumi state taint <urn>`, then `pulumi up`"
    );
  }
  if (due === undefined)
    return key.value ? "the key is adopted: `adopt` may be removed from the program" : "the key is adopted";
  return `key ${key.keyId} ${due.why}: it rotates once \`adopt\` is removed from the program`;
}

/** How the next `pulumi up` settles a pending mint. */
function howMintIsSettled(record: KeyRecord, adopt: CommonInputs["adopt"]): string {
  const byItself = "if it can, before anything else";
  if (!adopt) return byItself;
  return lacksValue(record, adopt)
    ? `${byItself}; the key in \`adopt\` is not used, because \`adopt.value\` is missing`
    : "by the key that `adopt` names";
}
