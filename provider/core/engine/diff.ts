/**
 * What a change of the program, or the passing of time, does to a key: decided from the outputs, the settings of now,
 * and the clock. It sends nothing, but for one question when another account's name leads to the same API, and one when a
 * key is to be replaced by this machine's clock.
 *
 * Never may a change of words (an equal instant, an equal duration) replace a key.
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
  // Also of a key that is replaced: until its delete it is accounted for.
  holdAll(record, stored.origin);
  const read = readInputs(definition, news);
  const { inputs, known, unknown } = read;
  const isWhole = record.key !== undefined && !record.pending;
  const isKeyless = !record.key && !record.pending;
  // What is due, or asked for, is no finding of a refresh. Of what is pending its read has told.
  if (unknown.size === 0 && isOfRefresh(record.recordId)) {
    const line = isKeyless ? lineOf(record, planOf(record, known), known) : undefined;
    if (line) say(stored.origin, line);
    return { changes: !isWhole, replaces: [] };
  }
  if (known.origin) {
    succeedAs(record.recordId, known.origin);
    // Beside a key that is certain another one is not adopted. A replacement is checked once more; of what is deleted first an input is unknown.
    const takesNone = isWhole && unknown.size === 0 && known.adopt?.keyId !== record.key?.keyId;
    markAdopting(known.origin, takesNone ? undefined : known.adopt?.keyId);
    // Whatever becomes of it in this run: what is left of a replaced key is to stay until its successor is whole.
    if (record.pending) markUncertain(known.origin, record.recordId);
  }
  const others = replacesFor(definition, record, read, config);
  // What is pending is settled before another key is minted: a replacement would put it out of reach of `adopt`.
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
    (await isAnotherAccount(definition, record, stored.account, inputs, config))
  ) {
    replaces.push("account");
  }
  if (replaces.length > 0) return { changes: true, replaces };
  if (known.origin && isKeyless) markUncertain(known.origin);
  // While `adopt` stands nothing rotates: what of it is not known yet must not look as if it did not stand.
  const plan = unknown.has("rotation") || unknown.has("adopt") ? undefined : planOf(record, known);
  const due = plan?.is === "rotate" || plan?.is === "replace" ? plan.due : undefined;
  // A replacement the engine checks once more, as a new resource.
  const problems = plan?.is === "rotate" && inputs ? problemsOfNewKey(definition, inputs) : [];
  // What replaces a key knows nothing of it, and with `deleteBeforeReplace` the replaced one goes first: whether the time is right is asked here.
  if (due && due.by !== "trigger" && (plan?.is === "replace" || problems.length > 0))
    await requireClockOf(definition, record, stored, known.account, config);
  if (problems.length > 0) throw new UserError(`the key is to rotate. ${problems.join("; ")}`);
  const afterwards = others.length > 0 ? `; the changed inputs ask for another key: ${whenMinted(record, known)}` : "";
  const remarks = record.key && isWhole && !due ? remarksOn(definition, known, record.key) : [];
  const done = plan && lineOf(record, plan, known)?.concat(afterwards);
  const line = [done, ...remarks].filter((text) => text !== undefined).join("; ");
  const sends = plan && (plan.is !== "stay" || plan.takesValue);
  const lacking = sends && lookUpAccount(definition.account, known.account, config).unusable;
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

/** A key is adopted for what it is: while `adopt` stands, another identity would be another key. Not so beside what is pending, which it settles. */
function refuseChangesOfAdopted(
  definition: Definition,
  changed: readonly string[],
  { known, unknown }: Pick<ReadInputs<object>, "known" | "unknown">,
  moved: ReturnType<typeof elsewhere>,
): void {
  // What the run leads to is no word of the program.
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

/** When another key than the pending one is minted. */
function whenMinted({ key, previous }: KeyRecord, { adopt }: Partial<CommonInputs>): string {
  if (adopt) return "a run without `adopt` mints that key";
  const later = "a run after the settlement mints that key";
  return key || previous
    ? later
    : `that \`up\` mints that key if nothing is left of the pending mint. Otherwise ${later}`;
}

/** What a previous key may keep, and a new one cannot have: an expiry that has passed. */
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
  // A preview may lack the token; the up asks again.
  if (lookUpAccount(definition.account, account, config).unusable !== undefined) return;
  await requireRightClock(openForRecord(definition, record, { ...stored, account }, config));
}

/** Whether a list speaks against an id that lists have told before. What cannot be asked now is asked by a later run, and before each revoke. */
async function isDoubted(
  definition: Definition,
  record: KeyRecord,
  stored: StoredInputs,
  account: string | undefined,
  config: StackConfig,
): Promise<boolean> {
  if (!isUnconfirmed(record) || lookUpAccount(definition.account, account, config).unusable !== undefined) return false;
  const session = openForRecord(definition, record, { ...stored, account }, config);
  return (await heldAgainstLists(session, record)).pending !== undefined;
}

/**
 * Delete and refresh see outputs only, so what they need must be written there: an update that sends nothing. The resource's
 * name is such a thing: by an alias it changes under a key that stays. All other settings are read from the program when
 * they count.
 */
function inputsOfDelete({ deleteInputs = [] }: Pick<Definition, "deleteInputs">, inputs: Raw): string {
  const { name, hash } = (inputs.origin ?? {}) as Raw;
  const read = [inputs.account, name, hash, ...deleteInputs.map((input) => inputs[input])];
  return JSON.stringify(read.map((value) => value ?? null));
}
