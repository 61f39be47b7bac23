/** What is found in a schedule: the promise that was broken, and the life of each key, which shows a reader how it was broken. */
import type { Key } from "../../../emulator/index";
import type { KeptPromise } from "../promises";
import type { Schedule } from "./schedule";

/** What must hold once the vendor is sound again, in addition to the promises that hold after every run. */
export const recoveryPromises = [
  "a run without faults converges",
  "the next run changes nothing",
  "one live key for each resource",
  "what is pending names its key",
  "a named key can be adopted, then destroyed",
  "a resource keeps a valid key",
  "destroy succeeds",
  "destroy leaves no live key",
] as const;

export type SchedulePromise = KeptPromise | (typeof recoveryPromises)[number];

export interface Finding {
  readonly promise: SchedulePromise;
  readonly schedule: Schedule;
  /** At which run it was found, what that run said, and the life of each key. */
  readonly said: readonly string[];
}

export function lifeOf({ id, scope, name, description, mintedBy, createdAt, unlistedAt, revokedAt }: Key): string {
  const at = (instant: number | null) => (instant === null ? "-" : new Date(instant).toISOString().slice(14, -1));
  const life = `minted ${at(createdAt)}, unlisted ${at(unlistedAt)}, revoked ${at(revokedAt)}`;
  return `key ${id} (${scope.slice(0, 8)}, ${mintedBy}) ${life}: ${description ?? name}`;
}
