/** The consumers of a resource must have a live key throughout an up, rotations included. This finds resources that lose theirs. */
import type { Emulator, VendorName } from "../../emulator/index";
import type { ProviderProcess } from "../stack/provider-process";
import type { Program, Run, SimulatedStack, Stored } from "../stack/simulated-stack";
import { liveKeysOfOurs } from "./ours";

export interface WatchedRun {
  readonly run: Run;
  /** The resources of the program that had a live key before the up, and have none after it. */
  readonly without: readonly string[];
}

export async function upWatched(
  { stack, provider, program }: { stack: SimulatedStack; provider: ProviderProcess; program: Program },
  ledger: Emulator["ledger"],
  vendor: VendorName,
): Promise<WatchedRun> {
  const before = usable(stack, ledger, vendor);
  const run = await stack.up(provider, program);
  const after = usable(stack, ledger, vendor);
  return { run, without: [...program.keys()].filter((name) => before.has(name) && !after.has(name)) };
}

/** The resources that have a live key. A replaced key counts until it is revoked. */
function usable({ resources, replaced }: SimulatedStack, ledger: Emulator["ledger"], vendor: VendorName): Set<string> {
  const live = new Set<unknown>(liveKeysOfOurs(ledger, vendor).map(({ id }) => id));
  const records = [...resources, ...[...replaced].map(([stored, name]) => [name, stored] as const)];
  return new Set(records.filter(([, { outputs }]) => live.has(outputs.keyId)).map(([name]) => name));
}

/** Whether the record still has a previous key after its overlap. */
export function isOverlapOver({ outputs: { previousValidUntil } }: Stored, now: number): boolean {
  return typeof previousValidUntil === "string" && Date.parse(previousValidUntil) <= now;
}
