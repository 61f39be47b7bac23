/**
 * Plays the person to whom the messages speak. The person knows whose each key is, and does by hand what the messages say.
 *
 * A run may ask the person only where no run can know more. Either keys bear no marker while strangers mint in the same place, or a key is
 * gone and nothing proves that this account minted it.
 */
import type { Key } from "../../../emulator/index";
import type { Properties } from "../../stack/provider-process";
import type { Run, SimulatedStack, Stored } from "../../stack/simulated-stack";
import { kitOf } from "../../vendors/every-vendor";
import { isHiddenTooLong, liveKeysOfOurs } from "../ours";
import { keyWithValueOf, pendingKeyOf } from "../promises";
import type { Member, ScheduleTrial } from "./schedule-run";
import { hourMs } from "./time";

/** What a person decides after a run without faults. The constructor already does the steps that need no run. */
export class Judgement {
  readonly trial: ScheduleTrial;
  /** What to write into the programs: the id of the key to adopt, by the resource's name. */
  readonly adopted = new Map<string, string>();
  /** A program that adopts the keys that nobody uses, to destroy them. */
  readonly unused = new Map<string, Properties>();
  readonly aside: SimulatedStack;

  readonly #mayWait: boolean;

  /** `mayWait` is true while a later run may show more. */
  constructor(trial: ScheduleTrial, runs: readonly Run[], mayWait: boolean) {
    this.trial = trial;
    this.aside = trial.newAside();
    this.#mayWait = mayWait;
    // Steps by hand come first, since a key that they revoke need not be put aside.
    for (const open of tidyUp(trial, runs)) this.#judge(open);
  }

  #judge(open: Open): void {
    const { member, name, record } = open;
    const { ledger } = this.trial.emulator;
    const own = pendingKeyOf(record, ledger, this.trial.schedule.vendor);
    const named = namedIn(open, this.trial);
    if (this.#mayWait && this.#hasHidden(named)) return;
    this.#checkNames(open, named, own);
    const isInProgram = member.stack.resources.get(name) === record && this.trial.program(member).has(name);
    if (own && this.#live.includes(own)) {
      if (!named.has(own)) this.trial.broke("what is pending names its key", "recovery", [name, own.id, ...open.said]);
      if (isInProgram && !isLostBesideOther(record)) {
        this.adopted.set(name, own.id);
        return;
      }
    }
    for (const key of this.#live) {
      if (own ? own === key : named.has(key) && !this.#isValueHeld(key)) this.#putAside(record, name, key);
    }
    const inUse = this.#live.filter(({ id }) => isHeldBy(record, id));
    if (isInProgram && inUse.some(({ id }) => id === record.outputs.keyId)) {
      this.adopted.set(name, String(record.outputs.keyId));
      return;
    }
    for (const key of inUse) this.#putAside(record, name, key);
    // None of the other keys is this resource's.
    deleteFromState(open);
  }

  /** A mint that bears a marker needs no person. For any other mint the message must say which keys to look at. */
  #checkNames({ name, record, said }: Open, named: ReadonlySet<Key>, own: Key | undefined): void {
    const pending = pendingOf(record);
    const needsNobody = pending?.marked && !isMisdated(pending, named);
    // A delete may revoke the key and fail all the same. No record tells which key it was, but a message did.
    const isToldRevoked = own !== undefined && own.revokedAt !== null && this.trial.hasTold(own);
    if (needsNobody || (named.size === 0 && !saysUnproven(said) && !isToldRevoked)) {
      this.trial.broke("a run without faults converges", "recovery", [name, JSON.stringify(pending), ...said]);
    }
  }

  #putAside({ inputs }: Stored, name: string, { id, scope }: Key): void {
    const origin = { name: `${name}-aside-${id}`, hash: "0123abcd" };
    const { placeInput } = kitOf(this.trial.schedule.vendor);
    this.unused.set(origin.name, {
      ...inputs,
      ...(placeInput && { [placeInput]: scope }),
      origin,
      adopt: { keyId: id },
    });
  }

  get #live(): readonly Key[] {
    return liveKeysOfOurs(this.trial.emulator.ledger, this.trial.schedule.vendor);
  }

  /** Whether lists have hidden a lost key for longer than any client waits. Then the next run sees more. */
  #hasHidden(named: ReadonlySet<Key>): boolean {
    return this.#live.some((key) => !named.has(key) && this.#isLost(key) && isHiddenTooLong(key, this.trial.graceMs));
  }

  /** Whether no record holds the key, neither as its key in use nor as its previous key. */
  #isLost({ id }: Key): boolean {
    return !this.trial.records.some((record) => isHeldBy(record, id));
  }

  #isValueHeld(key: Key): boolean {
    const { records, emulator, schedule } = this.trial;
    return (
      !this.#isLost(key) || records.some((record) => pendingKeyOf(record, emulator.ledger, schedule.vendor) === key)
    );
  }
}

/** Whether the vendor's dates at the mint were wrong by an hour. Then the key lies outside of the window, and its marker proves nothing. */
function isMisdated({ from, until }: Pending, named: ReadonlySet<Key>): boolean {
  const toleratedMs = hourMs / 2;
  return [...named].some(
    ({ createdAt }) => createdAt < Date.parse(from) - toleratedMs || createdAt > Date.parse(until) + toleratedMs,
  );
}

/** The keys that the record or the message names. After a failed delete only the message does, since a delete cannot write a record. */
function namedIn({ record, said }: Open, { emulator }: ScheduleTrial): ReadonlySet<Key> {
  const told = [...(pendingOf(record)?.candidates ?? []), ...said].join("\n");
  return new Set(emulator.ledger.keys.filter(({ id }) => told.includes(id)));
}

/** A person tidies up by hand all open records without a pending mint. Returns those with one. */
export function tidyUp(trial: ScheduleTrial, runs: readonly Run[]): Open[] {
  const open = trial.members.flatMap((member, index) => openIn(trial, member, runs[index]?.errors ?? []));
  for (const one of open) if (!pendingOf(one.record)) tidy(trial, one);
  return open.filter(({ record }) => pendingOf(record));
}

/** A record that a run may have left open for a person. */
interface Open {
  readonly member: Member;
  readonly name: string;
  readonly record: Stored;
  /** What the run said of it. */
  readonly said: readonly string[];
}

/** All records of a stack, each with what a run has said of it. */
function saidOfEach(member: Member, errors: readonly string[]): Open[] {
  const replaced = [...member.stack.replaced].map(([record, name]) => [name, record] as const);
  const records = [...member.stack.resources, ...replaced];
  return records.map(([name, record]) => {
    const said = errors.filter((error) => error.includes(` ${name}: `));
    return { member, name, record, said };
  });
}

/** The records that a run left open. An error that is about none of them breaks a promise. */
function openIn(trial: ScheduleTrial, member: Member, errors: readonly string[]): Open[] {
  const open = saidOfEach(member, errors).filter((one) => isPending(one) || isDoubted(one) || isUnproven(trial, one));
  const unexplained = errors.filter((error) => !open.some(({ said }) => said.includes(error)));
  if (unexplained.length > 0) trial.broke("a run without faults converges", "recovery", unexplained);
  return open;
}

/** If the run doubted whose a key is, the person revokes by hand the keys that nobody uses. If the key is gone, its record is deleted. */
function tidy(trial: ScheduleTrial, open: Open): void {
  if (isDoubted(open)) {
    for (const key of unusedOf(trial, open)) trial.emulator.strangers.revoke(key);
  } else if (!liveKeyOf(trial, open)) {
    deleteFromState(open);
  }
}

function liveKeyOf({ emulator, schedule }: ScheduleTrial, { record }: Open): Key | undefined {
  return liveKeysOfOurs(emulator.ledger, schedule.vendor).find(({ id }) => id === record.outputs.keyId);
}

/** `pulumi state delete`. */
function deleteFromState({ member, name, record }: Open): void {
  if (member.stack.resources.get(name) === record) member.stack.resources.delete(name);
  member.stack.replaced.delete(record);
}

/**
 * Whether a run left the record's pending mint open. The errors of a resource may be about its replaced record or about the record in its
 * place, so they are matched by the mint's window.
 */
function isPending({ record, said }: Open): boolean {
  const pending = pendingOf(record);
  if (!pending) return false;
  // A delete that has found its key may doubt whose it is.
  return saysUnproven(said) || said.some((error) => error.includes(`from ${pending.from}`) || error.includes(doubt));
}

const doubt = "would revoke key";

function isDoubted({ record, said }: Open): boolean {
  return isDoubtful(record.outputs.keyId, said) || isDoubtful(record.outputs.previousKeyId, said);
}

function isDoubtful(keyId: unknown, said: readonly string[]): boolean {
  return said.some((error) => error.includes(`${doubt} ${keyId}`));
}

/**
 * The keys that a person revokes by hand. If the run doubted the record's key, that is the key of the record's value. If the run doubted
 * the previous key, those are the keys that it named and whose value no record holds.
 */
function unusedOf({ emulator, records, schedule }: ScheduleTrial, { record, said }: Open): Key[] {
  const { ledger } = emulator;
  const inUse = (stored: Stored) => [
    keyWithValueOf(stored, ledger, schedule.vendor),
    pendingKeyOf(stored, ledger, schedule.vendor),
  ];
  const own = isDoubtful(record.outputs.keyId, said) ? keyWithValueOf(record, ledger, schedule.vendor) : undefined;
  const kept = new Set(records.flatMap(inUse));
  const previous = liveKeysOfOurs(ledger, schedule.vendor).filter(
    (key) => !kept.has(key) && said.some((error) => error.includes(key.id)),
  );
  return [...(own ? [own] : []), ...(isDoubtful(record.outputs.previousKeyId, said) ? previous : [])];
}

/** Whether the error is about a key in use that lists have hidden for longer than the product waits. */
export function isAboutHiddenKey(trial: ScheduleTrial, error: string): boolean {
  const records = trial.members.flatMap((member) => saidOfEach(member, [error]));
  return records.some((one) => liveKeyOf(trial, one) !== undefined && isUnproven(trial, one));
}

/** Whether lists lack the key, since it is gone or still hidden, and nothing proves that the account is the right one. */
function isUnproven(trial: ScheduleTrial, open: Open): boolean {
  const live = liveKeyOf(trial, open);
  const isLacking = live === undefined || isHiddenTooLong(live, trial.graceMs);
  return isLacking && saysUnproven(open.said);
}

function saysUnproven(said: readonly string[]): boolean {
  return said.some((error) => /it is not proved that .* belongs to the account that minted the key/.test(error));
}

function isHeldBy({ outputs }: Stored, id: string): boolean {
  return outputs.keyId === id || outputs.previousKeyId === id;
}

/** Whether there is a key in use and the pending key's value is lost. Then the pending key must not take the place of the key in use. */
function isLostBesideOther({ outputs }: Stored): boolean {
  return outputs.keyId !== "" && outputs.pendingValue === undefined;
}

interface Pending {
  readonly marked: boolean;
  /** The window in which the key was minted, if the vendor's dates are right. */
  readonly from: string;
  readonly until: string;
  readonly candidates: readonly string[];
}

function pendingOf({ outputs }: Stored): Pending | undefined {
  return outputs.pending as Pending | undefined;
}
