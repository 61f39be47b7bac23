/** Throughout an up, the consumers of a resource's key must have a live one: that is what a rotation is for. */
import type { Emulator, VendorName } from "../../emulator/index";
import type { ProviderProcess } from "../stack/provider-process";
import type { Program, Run, SimulatedStack, Stored } from "../stack/simulated-stack";
import { liveKeysOfOurs } from "./ours";

export interface WatchedRun {
  readonly run: Run;
  /** The resources of the program that had a live key before, and have none now. */
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

/** The resources that have a live key, also one that is about to be revoked since it is replaced. */
function usable({ resources, replaced }: SimulatedStack, ledger: Emulator["ledger"], vendor: VendorName): Set<string> {
  const live = new Set<unknown>(liveKeysOfOurs(ledger, vendor).map(({ id }) => id));
  const records = [...resources, ...[...replaced].map(([stored, name]) => [name, stored] as const)];
  return new Set(records.filter(([, { outputs }]) => live.has(outputs.keyId)).map(([name]) => name));
}

/** Whether the previous key is still on record after its overlap. */
export function isOverlapOver({ outputs: { previousValidUntil } }: Stored, now: number): boolean {
  return typeof previousValidUntil === "string" && Date.parse(previousValidUntil) <= now;
}
