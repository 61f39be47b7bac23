/**
 * The person whom the messages ask: who knows which key is whose, and does by hand what they say.
 *
 * It is asked only where no run can know more: where keys bear no marker and strangers mint beside them, and where an
 * account does not tell that it is the one that minted a key which has gone.
 */
import type { Key, VendorName } from "../../emulator/index";
import type { Properties } from "../engine/provider-process";
import { type Run, SimulatedStack, type Stored } from "../engine/simulated-stack";
import { isHiddenTooLong, keyWithValueOf, liveKeysOfOurs } from "../promises";
import type { Member, Trial } from "./trial";

/** The input that says where a key is. */
const placeInputs: Readonly<Partial<Record<VendorName, string>>> = { devin: "orgId", kosli: "serviceAccount" };

/** What a person decided after a run without faults. What is done without a run is done already. */
export class Judgement {
  readonly trial: Trial;
  /** What to write into the programs: the id of the key to adopt, by the resource's name. */
  readonly adopted = new Map<string, string>();
  /** A program that takes over what nobody uses, to destroy it. */
  readonly unused = new Map<string, Properties>();
  readonly aside = new SimulatedStack();
  readonly #mayWait: boolean;

  /** `mayWait` when another run comes before the last judgement: what lists have hidden for long it may show. */
  constructor(trial: Trial, runs: readonly Run[], mayWait: boolean) {
    this.trial = trial;
    this.#mayWait = mayWait;
    for (const [index, member] of trial.members.entries()) {
      for (const open of openIn(trial, member, runs[index]?.errors ?? [])) this.#judge(open);
    }
  }

  #judge(open: Open): void {
    const { member, name, record } = open;
    if (!pendingOf(record)) {
      tidy(this.trial, open);
      return;
    }
    const own = keyWithValueOf(record, this.trial.emulator.ledger, this.trial.schedule.vendor);
    const named = namedIn(open, this.trial);
    // No client can know of what lists have hidden for so long.
    if (this.#mayWait && this.#live.some((key) => !named.has(key) && this.#isHidden(key))) return;
    this.#checkNames(open, named);
    if (own && this.#live.includes(own)) {
      if (!named.has(own)) this.trial.broke("what is pending names its key", "recovery", [name, own.id, ...open.said]);
      const isInProgram = member.stack.resources.get(name) === record && this.trial.program(member).has(name);
      if (isInProgram) {
        this.adopted.set(name, own.id);
        return;
      }
    }
    for (const key of this.#live) {
      if (own ? own === key : named.has(key) && !this.#isValueHeld(key)) this.#putAside(record, name, key);
    }
    // None of the keys that are left is this resource's.
    deleteFromState(open);
  }

  /** A mint that bears a marker needs no person; of another one the message must say which keys to look at. */
  #checkNames({ name, record, said }: Open, named: ReadonlySet<Key>): void {
    const pending = pendingOf(record);
    if (pending?.marked || (named.size === 0 && !saysUnproven(said))) {
      this.trial.broke("a run without faults converges", "recovery", [name, JSON.stringify(pending), ...said]);
    }
  }

  #putAside({ inputs }: Stored, name: string, { id, scope }: Key): void {
    const origin = { name: `${name}-aside-${id}`, hash: "0123abcd" };
    const place = placeInputs[this.trial.schedule.vendor];
    this.unused.set(origin.name, { ...inputs, ...(place && { [place]: scope }), origin, adopt: { keyId: id } });
  }

  get #live(): readonly Key[] {
    return liveKeysOfOurs(this.trial.emulator.ledger, this.trial.schedule.vendor);
  }

  /** Not the key of a record that is settled. */
  #isLost({ id }: Key): boolean {
    return !this.trial.records.some(({ outputs }) => outputs.keyId === id);
  }

  #isHidden(key: Key): boolean {
    return this.#isLost(key) && isHiddenTooLong(key, this.trial.graceMs);
  }

  #isValueHeld(key: Key): boolean {
    const { records, emulator, schedule } = this.trial;
    return (
      !this.#isLost(key) || records.some((record) => keyWithValueOf(record, emulator.ledger, schedule.vendor) === key)
    );
  }
}

/** The keys that the record or the message names: a delete that fails has no way to write them down. */
function namedIn({ record, said }: Open, { emulator }: Trial): ReadonlySet<Key> {
  const told = [...(pendingOf(record)?.candidates ?? []), ...said].join("\n");
  return new Set(emulator.ledger.keys.filter(({ id }) => told.includes(id)));
}

/** After a refresh or a destroy without faults: what is open beside what is pending. */
export function tidyUp(trial: Trial, runs: readonly Run[]): void {
  for (const [index, member] of trial.members.entries()) {
    const open = openIn(trial, member, runs[index]?.errors ?? []);
    for (const one of open) if (!pendingOf(one.record)) tidy(trial, one);
  }
}

/** A record that a run has left open for a person. */
interface Open {
  readonly member: Member;
  readonly name: string;
  readonly record: Stored;
  /** What was said of it. */
  readonly said: readonly string[];
}

/** Whatever else a run has said breaks a promise. */
function openIn(trial: Trial, member: Member, errors: readonly string[]): Open[] {
  const records = [
    ...member.stack.resources,
    ...[...member.stack.replaced].map(([record, name]) => [name, record] as const),
  ];
  const open = records
    .map(([name, record]) => ({ member, name, record, said: errors.filter((error) => error.includes(` ${name}: `)) }))
    .filter((one) => pendingOf(one.record) || isDoubted(one) || isUnproven(trial, one));
  const unexplained = errors.filter((error) => !open.some(({ said }) => said.includes(error)));
  if (unexplained.length > 0) trial.broke("a run without faults converges", "recovery", unexplained);
  return open;
}

/** The person looks at the keys, and revokes by hand the one that nobody uses; one that has gone is taken out of the state. */
function tidy(trial: Trial, open: Open): void {
  const own = keyWithValueOf(open.record, trial.emulator.ledger, trial.schedule.vendor);
  if (isDoubted(open)) {
    if (own) trial.emulator.strangers.revoke(own);
  } else if (!liveKeyOf(trial, open)) {
    deleteFromState(open);
  }
}

function liveKeyOf({ emulator, schedule }: Trial, { record }: Open): Key | undefined {
  return liveKeysOfOurs(emulator.ledger, schedule.vendor).find(({ id }) => id === record.outputs.keyId);
}

/** `pulumi state delete`. */
function deleteFromState({ member, name, record }: Open): void {
  if (member.stack.resources.get(name) === record) member.stack.resources.delete(name);
  member.stack.replaced.delete(record);
}

function isDoubted({ record, said }: Open): boolean {
  const doubt = `that key ${record.outputs.keyId} is this resource's was told by the difference of two lists`;
  return said.some((error) => error.includes(doubt));
}

/** The key has gone, or lists still lack it, and the account does not tell that it is the right one. */
function isUnproven(trial: Trial, open: Open): boolean {
  const live = liveKeyOf(trial, open);
  const isLacking = live === undefined || isHiddenTooLong(live, trial.graceMs);
  return isLacking && saysUnproven(open.said);
}

function saysUnproven(said: readonly string[]): boolean {
  return said.some((error) => error.includes("does not tell whether it belongs to the account that minted it"));
}

interface Pending {
  readonly marked: boolean;
  readonly candidates: readonly string[];
}

function pendingOf({ outputs }: Stored): Pending | undefined {
  return outputs.pending as Pending | undefined;
}
