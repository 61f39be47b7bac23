/** The promises that must hold after every run, whatever went wrong in it. */
import { leaksIn } from "../e2e/harness/leaks";
import type { Emulator, VendorName } from "../emulator/index";
import { clearPart, type Stored } from "./engine/simulated-stack";

export interface Aftermath {
  readonly ledger: Emulator["ledger"];
  readonly vendor: VendorName;
  /** Every record in the states of all stacks. */
  readonly records: readonly Stored[];
  /** All that a person was told, since keys were last accounted for. */
  readonly said: string;
  /** True where the vendor contradicts itself, so that no client could tell that a key was minted. */
  readonly mayLose?: boolean;
}

/** Live keys that calls of our client have minted. */
export function liveKeysOfOurs(ledger: Emulator["ledger"], vendor: VendorName) {
  return ledger.liveKeys(vendor).filter(({ mintedBy }) => mintedBy !== "stranger");
}

/** Each promise that was broken, in words. */
export function brokenPromises({ ledger, vendor, records, said, mayLose = false }: Aftermath): string[] {
  const broken: string[] = [];
  const inState = JSON.stringify(records);
  const isPending = records.some(({ outputs }) => outputs.pending !== undefined);
  for (const { id } of mayLose ? [] : liveKeysOfOurs(ledger, vendor)) {
    const isAccounted = inState.includes(id) || said.includes(id) || isPending;
    if (!isAccounted) broken.push("every live key is in the state or named");
  }
  const foreign = ledger.keys.filter(({ mintedBy, revokedAt }) => mintedBy === "stranger" && revokedAt !== null);
  if (foreign.length > 0) broken.push("no key is revoked that is not ours");
  if (ledger.catastrophes.length > 0) broken.push("no DELETE on a collection");
  const clear = { said, state: records.map(clearPart).join("\n") };
  for (const place of leaksIn(clear, ledger.secrets())) broken.push(`no secret in the ${place}`);
  return broken;
}
