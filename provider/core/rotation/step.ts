/**
 * What the passing of time asks of a key: decided from its record, the settings of now, and the clock.
 *
 * Never may a key be retired before the overlap that was promised is over, and never may settings of the past decide.
 */
import { after, type Duration, epochMilliseconds, type Instant, now, span } from "../instant";
import type { KeyRecord, OwnKey } from "../record";
import { type Rotation, type TriggerHash, triggerHash } from "./settings";

export type Step =
  | { readonly is: "stay" }
  /** The previous key's overlap is over: it is revoked. */
  | { readonly is: "retire" }
  | {
      readonly is: "rotate";
      /** Why now, as the end of "key … ". */
      readonly why: string;
      /** In place, or as a replacement. */
      readonly inPlace: boolean;
      readonly hasExpired: boolean;
    };

/** The program as far as it is known. */
interface Wanted {
  readonly rotation?: Rotation | undefined;
  /** While it stands, a replacement would take the same key over again. */
  readonly adopt?: object | undefined;
}

export function nextStep({ key, previous, pending }: KeyRecord, wanted: Wanted): Step {
  const rotation = wanted.rotation ?? {};
  const why = key && whyNow(key, rotation, triggerHash(wanted));
  if (why !== undefined && !wanted.adopt) {
    // A replacement's create knows of no previous key and of no pending mint: three would be valid at once.
    return {
      is: "rotate",
      why,
      inPlace: rotation.overlap !== undefined || previous !== undefined || pending !== undefined,
      hasExpired: isExpired(key),
    };
  }
  return previous && previous.validUntil <= now() ? { is: "retire" } : { is: "stay" };
}

/** Why a key is to rotate now; nothing when it is not. */
export function whyNow(key: OwnKey, rotation: Rotation, trigger: TriggerHash | undefined): string | undefined {
  const { createdAt } = key;
  const expiresAt = expiryOf(key);
  if (isExpired(key)) return `expired at ${expiresAt}`;
  if (key.trigger !== undefined && trigger !== undefined && key.trigger !== trigger) {
    return "has another `rotation.trigger` than before";
  }
  const { every, beforeExpiry } = rotation;
  if (every !== undefined && isDue(after(createdAt, every), every)) {
    return `is ${span(Date.now() - epochMilliseconds(createdAt))} old${late(after(createdAt, every))}`;
  }
  if (beforeExpiry !== undefined && expiresAt !== undefined) {
    const due = instantBefore(expiresAt, beforeExpiry);
    const cycle = epochMilliseconds(due) - epochMilliseconds(createdAt);
    if (isDue(due, cycle))
      return `expires at ${expiresAt}, in ${span(epochMilliseconds(expiresAt) - Date.now())}${late(due)}`;
  }
  return undefined;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A run that is a little early counts, so that a daily schedule does not drift: an hour, for short cycles a 24th of one. */
function isDue(due: Instant, cycleMs: number): boolean {
  return Date.now() >= epochMilliseconds(due) - Math.min(hourMs, cycleMs / 24);
}

function isExpired(key: OwnKey | undefined): boolean {
  const expiresAt = key && expiryOf(key);
  return expiresAt !== undefined && expiresAt <= now();
}

export function expiryOf({ outputs }: OwnKey): Instant | undefined {
  return outputs.expiresAt as Instant | undefined;
}

function instantBefore(at: Instant, duration: Duration): Instant {
  return after(at, -duration as Duration);
}

/** However many runs were missed, there is one rotation. */
function late(due: Instant): string {
  const lateMs = Date.now() - epochMilliseconds(due);
  return lateMs < dayMs ? "" : ` (due ${span(lateMs)} ago)`;
}
