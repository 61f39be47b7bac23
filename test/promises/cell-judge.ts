/**
 * Plays the person who reads a message that names the candidates of a pending mint. The person adopts the resource's own key, adopts and
 * destroys a key that nobody can use, or takes the pending mint out of the state.
 *
 * Like the emulator, the person knows whose each key is. Only keys without a marker need a person's judgement.
 */
import type { VendorName } from "../../emulator/index";
import type { Properties } from "../stack/provider-process";
import type { Program, Stored } from "../stack/simulated-stack";
import { kitOf, markedVendors } from "../vendors/every-vendor";
import type { CellTrial } from "./cell-run";

interface WaysOut {
  /** The program, with `adopt` where a named key is the resource's. */
  readonly program: Program;
  /** Another program, in which the person adopts orphans, to destroy them. */
  readonly aside: Program;
}

/** The candidates that the records of a trial name. None where markers tell whose the keys are. */
export function namedKeys({ cell, program, stack }: CellTrial): string[] {
  const isMarked = markedVendors.includes(cell.vendor) && [...program.values()].every(({ marker }) => marker !== false);
  return isMarked ? [] : stack.records.flatMap(candidatesOf);
}

export function personsWaysOut(trial: CellTrial): WaysOut {
  const { emulator, live, stack } = trial;
  const program = new Map(trial.program);
  const aside = new Map<string, Properties>();
  for (const [name, stored] of stack.resources) {
    const candidates = candidatesOf(stored);
    if (candidates.length === 0) continue;
    const isInUse = (id: string) => stack.records.some(({ outputs }) => outputs.keyId === id);
    const ours = live.filter(({ id }) => candidates.includes(id) && !isInUse(id));
    const own = ours.find((key) => isIn(stored, emulator.ledger.valueOf(key))) ?? ours[0];
    const hasValue = own !== undefined && isIn(stored, emulator.ledger.valueOf(own));
    const { previousKeyId } = stored.outputs;
    const inUse = String(stored.outputs.keyId);
    const inputs = trial.program.get(name) ?? {};
    const adopting = (keyId: string) => ({ ...inputs, adopt: { keyId } });
    // The place to which the mint was sent. The program may name another place by now.
    const place = placeIn(trial.cell.vendor, stored.outputs.identity as Properties);
    const adoptedAside = (keyId: string) => ({ ...adopting(keyId), ...place });
    if (inUse !== "" && !hasValue) {
      // A key whose value is lost must not take the place of the key in use.
      program.set(name, adopting(inUse));
      if (own) aside.set(`adopted-${own.id}`, adoptedAside(own.id));
    } else if (!own) {
      if (previousKeyId === undefined) stack.resources.delete(name);
      else program.set(name, adopting(String(previousKeyId)));
    }
    // If a candidate is a stranger's key, the mint stays pending until the person names its own key.
    else if (hasValue || ours.length < candidates.length) program.set(name, adopting(own.id));
    else aside.set(`adopted-${own.id}`, adoptedAside(own.id));
  }
  return { program, aside };
}

/**
 * Revokes by hand each key whose id only a difference tells. A run does not revoke such a key while another key of its window lives.
 * Returns whether there was one.
 */
export function revokesByHand({ emulator, live, stack }: CellTrial): boolean {
  const held = stack.records.filter(({ outputs }) => outputs.keyIdProof === "difference");
  const own = live.filter((key) => held.some((stored) => isIn(stored, emulator.ledger.valueOf(key))));
  for (const key of own) emulator.strangers.revoke(key);
  return own.length > 0;
}

/**
 * If the token was revoked or replaced by another, nothing may prove the account of a record. A person then makes sure that none of the
 * record's keys is live, and takes the record out of the state. Returns whether this is such a case.
 */
export function deletesUnproved(trial: CellTrial, errors: readonly string[]): boolean {
  const { cell, emulator, live, stack } = trial;
  const isUnproved = errors.length > 0 && errors.every((error) => error.includes("it is not proved that"));
  const hasAnotherToken = cell.fault.revokesCaller || cell.scenario.hasAnotherToken;
  if (!isUnproved || !hasAnotherToken || kitOf(cell.vendor).isAccountProvedByAnyToken) return false;
  trial.isJudged = true;
  for (const key of live) emulator.strangers.revoke(key);
  stack.resources.clear();
  return true;
}

/** The input that names a key's place, with the value that it had at the mint. */
function placeIn(vendor: VendorName, identity: Properties): Properties {
  const { placeInput } = kitOf(vendor);
  return placeInput === undefined ? {} : { [placeInput]: identity[placeInput] };
}

function isIn({ outputs }: Stored, value: string): boolean {
  return JSON.stringify(outputs).includes(value);
}

function candidatesOf({ outputs }: Stored): string[] {
  return (outputs.pending as { candidates?: string[] } | undefined)?.candidates ?? [];
}
