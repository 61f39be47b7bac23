/**
 * Diff: what a change of the program, or the passing of time, does to a key. It decides from the outputs, the present inputs and the clock.
 *
 * It sends nothing, but for three questions. It asks whose the token is when the `account` name has changed. It asks for the vendor's clock
 * before time alone replaces a key. It reads a list while the key's id is not confirmed.
 *
 * A change of wording (an equal instant, an equal duration) must never replace a key.
 */
import { isAnotherAccount } from "../keys/another-account";
import { heldAgainstLists, isUnconfirmed } from "../keys/difference";
import { openForRecord } from "../keys/session";
import { writtenOrg } from "../program/destination";
import { type CommonInputs, type Raw, type ReadInputs, readInputs } from "../program/inputs";
import { planOf } from "../record/plan";
import { lineOf } from "../record/preview-line";
import type { KeyRecord, StoredInputs } from "../record/record";
import { remarksOn } from "../record/remarks";
import { elsewhere, replacesFor } from "../record/replacement";
import { readRecord } from "../record/stored";
import { holdAll } from "../run/held-keys";
import { isOfRefresh } from "../run/refresh-reads";
import { markAdopting, markUncertain, succeedAs } from "../run/resources";
import { say } from "../values/say";
import { UserError } from "../values/user-error";
import { lookUpAccount, missingInPreview } from "../vendor/account";
import { requireRightClock } from "../vendor/clock";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";

export interface DiffResult {
  readonly changes: boolean;
  /** Properties for which the key is replaced. */
  readonly replaces: string[];
}

export async function diff<Inputs extends object>(
  definition: Definition<Inputs>,
  outputs: Raw,
  news: Raw,
  config: StackConfig,
): Promise<DiffResult> {
  const { record, inputs: stored } = readRecord(definition, outputs);
  // A replaced key counts as held too, until its delete.
  holdAll(record, stored.origin);
  const read = readInputs(definition, news);
  const { inputs, known, unknown } = read;
  const isWhole = record.key !== undefined && !record.pending;
  const isKeyless = !record.key && !record.pending;
  // A refresh shows what it has found, not what is due or asked for. Its read has already told of a pending mint.
  if (unknown.size === 0 && isOfRefresh(record.recordId)) {
    const line = isKeyless ? lineOf(record, planOf(record, known), known) : undefined;
    if (line) say(stored.origin, line);
    return { changes: !isWhole, replaces: [] };
  }
  if (known.origin) {
    succeedAs(record.recordId, known.origin);
    // A record whose key is settled adopts no other key, unless it is replaced. For a replacement, check runs again and marks the key.
    // For a dependent of a resource that is deleted first, an input is unknown here.
    const takesNone = isWhole && unknown.size === 0 && known.adopt?.keyId !== record.key?.keyId;
    markAdopting(known.origin, takesNone ? undefined : known.adopt?.keyId);
    // Whatever this run makes of the pending mint: a replaced key must live until its successor is certain.
    if (record.pending) markUncertain(known.origin, record.recordId);
  }
  const others = replacesFor(definition, record, read, config);
  // A pending mint is settled before another key is minted: a replacement would put that mint out of reach of `adopt`.
  const replaces = record.pending ? [] : others;
  const moved = replaces.length > 0 ? elsewhere(definition, record, stored.account, read, config) : undefined;
  if (known.adopt && known.adopt.keyId === record.key?.keyId) refuseChangesOfAdopted(definition, replaces, read, moved);
  if (moved)
    say(
      stored.origin,
      `${moved.calls}. \`pulumi up\` replaces the key. To keep the key, ${moved.remedy}${moved.warning}`,
    );
  if (
    inputs &&
    !record.pending &&
    replaces.length === 0 &&
    (await isAnotherAccount(definition, record, stored, inputs, config))
  ) {
    replaces.push("account");
  }
  if (replaces.length > 0) return { changes: true, replaces };
  if (known.origin && isKeyless) markUncertain(known.origin);
  // `adopt` switches rotation off, so an unknown `adopt` must not count as a missing one: nothing is planned yet.
  const plan = unknown.has("rotation") || unknown.has("adopt") ? undefined : planOf(record, known);
  const due = plan?.is === "rotate" || plan?.is === "replace" ? plan.due : undefined;
  // The engine checks the inputs of a replacement once more, as those of a new resource. A rotation in place has no such check.
  const problems = plan?.is === "rotate" && inputs ? problemsOfNewKey(definition, inputs) : [];
  // Diff itself asks whether the clock is right. The create of a replacement cannot see the replaced key, and with `deleteBeforeReplace`
  // that key is revoked first.
  if (due && due.by !== "trigger" && (plan?.is === "replace" || problems.length > 0))
    await requireClockOf(definition, record, stored, known.account, config);
  if (problems.length > 0) throw new UserError(`the key is to rotate. ${problems.join("; ")}`);
  const afterwards = others.length > 0 ? `; the changed inputs ask for another key: ${whenMinted(record, known)}` : "";
  const remarks = record.key && isWhole && !due ? remarksOn(definition, known, record.key) : [];
  const done = plan && lineOf(record, plan, known)?.concat(afterwards);
  const line = [done, ...remarks].filter((text) => text !== undefined).join("; ");
  const sends = plan && (plan.is !== "stay" || plan.takesValue);
  const lacking = sends && lookUpAccount(definition.account, known.account, config).whyTokenUnusable;
  if (line) say(stored.origin, lacking ? missingInPreview(`${line}. ${lacking}`) : line);
  if (plan?.is === "replace")
    replaces.push(plan.due.by === "expiry" && definition.expiry ? definition.expiry.output : "rotation");
  const isPendingAgain = plan?.is === "stay" && (await isDoubted(definition, record, stored, known.account, config));
  if (isPendingAgain) {
    const { title } = definition.account;
    const another = `${title} now lists another key created in the same seconds as key ${record.key?.keyId}`;
    say(
      stored.origin,
      `${another}. Either key may be this resource's. \`pulumi up\` stops and names them; then you decide`,
    );
  }
  const changes =
    plan?.is !== "stay" ||
    plan.takesValue ||
    plan.storesTrigger ||
    isPendingAgain ||
    inputsOfDelete(definition, news) !== inputsOfDelete(definition, outputs);
  return { changes, replaces };
}

/** Refuses a change that would replace the adopted key while `adopt` names it. A pending mint is an exception, since `adopt` settles it. */
function refuseChangesOfAdopted(
  definition: Definition,
  changed: readonly string[],
  { known, unknown }: Pick<ReadInputs<object>, "known" | "unknown">,
  moved: ReturnType<typeof elsewhere>,
): void {
  // Another URL or organization by the run's variables is no change in the program: `moved` tells of it.
  const org = writtenOrg(definition, known) === undefined ? definition.account.org?.input : undefined;
  const byRun = ["account", org];
  const written = changed.filter((property) => !byRun.includes(property) && !unknown.has(property));
  if (written.length > 0) {
    throw new UserError(
      `${written.join(", ")}: a change here mints a new key and revokes the adopted key. ` +
        "To keep the adopted key: undo the change. To replace the adopted key: remove `adopt` in the same change",
    );
  }
  if (moved)
    throw new UserError(
      `${moved.calls}. \`pulumi up\` would replace the adopted key. To keep the key, ${moved.remedy}. To replace the key, remove \`adopt\`${moved.warning}`,
    );
}

/** When the key that the changed inputs ask for is minted, while another mint is pending. */
function whenMinted({ key, previous }: KeyRecord, { adopt }: Partial<CommonInputs>): string {
  if (adopt) return "a run without `adopt` mints that key";
  const later = "a run after the settlement mints that key";
  return key || previous
    ? later
    : `that \`up\` mints that key if nothing is left of the pending mint. Otherwise ${later}`;
}

/** Problems that only a new key has. An expiry that has passed is one: the key in use may keep it. */
function problemsOfNewKey<Inputs extends object>(definition: Definition<Inputs>, inputs: Inputs): string[] {
  return Object.entries(definition.problems?.(inputs, undefined) ?? {}).map(([property, why]) => `${property}: ${why}`);
}

async function requireClockOf(
  definition: Definition,
  record: KeyRecord,
  stored: StoredInputs,
  account: string | undefined,
  config: StackConfig,
): Promise<void> {
  // A preview may lack the token. The `up` asks again.
  if (lookUpAccount(definition.account, account, config).whyTokenUnusable !== undefined) return;
  await requireRightClock(openForRecord(definition, record, { ...stored, account }, config));
}

/** Whether a list now contradicts an id that lists have told before. If no list can be read, a later run asks, and so does each revoke. */
async function isDoubted(
  definition: Definition,
  record: KeyRecord,
  stored: StoredInputs,
  account: string | undefined,
  config: StackConfig,
): Promise<boolean> {
  if (!isUnconfirmed(record) || lookUpAccount(definition.account, account, config).whyTokenUnusable !== undefined)
    return false;
  const session = openForRecord(definition, record, { ...stored, account }, config);
  return (await heldAgainstLists(session, record)).pending !== undefined;
}

/**
 * Delete and refresh see the outputs only. So an update that sends nothing writes down the inputs that they need (decision 0002). The
 * resource's name is one of them: an alias changes it while the key stays. All other settings are read from the program when they count.
 */
function inputsOfDelete({ deleteInputs = [] }: Pick<Definition, "deleteInputs">, inputs: Raw): string {
  const { name, hash, provider } = (inputs.origin ?? {}) as Raw;
  const read = [inputs.account, name, hash, provider, ...deleteInputs.map((input) => inputs[input])];
  return JSON.stringify(read.map((value) => value ?? null));
}
