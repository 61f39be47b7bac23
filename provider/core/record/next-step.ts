/**
 * What the passing of time asks of a key: decided from its record, the settings of now, and the clock.
 *
 * Never may a key be retired before the overlap that was promised is over, and never may settings of the past decide.
 */

import { type Rotation, triggerHash } from "../program/rotation-input";
import { after, type Duration, epochMilliseconds, type Instant, now, span } from "../values/instant";
import type { KeyRecord, OwnKey } from "./record";
import { expiryOf } from "./succession";

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
      /** Whether the clock asks for it. */
      readonly isTimed: boolean;
    };

/** The program as far as it is known. */
interface Wanted {
  readonly rotation?: Rotation | undefined;
  /** While it stands, a replacement would take the same key over again. */
  readonly adopt?: object | undefined;
}

export function nextStep(record: KeyRecord, wanted: Wanted): Step {
  const { key, previous, pending } = record;
  const { overlap } = wanted.rotation ?? {};
  const due = dueNow(record, wanted);
  // A replacement's create knows of no previous key, so that three would be valid at once: that one ends first, when it was to.
  const mustWait = due?.by === "time" && previous !== undefined && overlap === undefined;
  if (due && !wanted.adopt && !mustWait) {
    // What is pending is settled in place, before another key is minted.
    const inPlace = overlap !== undefined || pending !== undefined;
    return { is: "rotate", why: due.why, inPlace, hasExpired: isExpired(key), isTimed: due.by !== "trigger" };
  }
  return previous && previous.validUntil <= now() ? { is: "retire" } : { is: "stay" };
}

interface Due {
  readonly by: "expiry" | "trigger" | "time";
  /** As the end of "key … ". */
  readonly why: string;
}

/** Why a key is to rotate now; nothing when it is not. */
export function dueNow({ key, previous }: KeyRecord, wanted: Wanted): Due | undefined {
  if (!key) return undefined;
  const { every, beforeExpiry } = wanted.rotation ?? {};
  const { createdAt } = key;
  const expiresAt = expiryOf(key);
  if (isExpired(key)) return { by: "expiry", why: `expired at ${expiresAt}` };
  const trigger = triggerHash(wanted);
  if (key.trigger !== undefined && trigger !== undefined && key.trigger !== trigger) {
    return { by: "trigger", why: "has another `rotation.trigger` than before" };
  }
  // The overlap that was promised goes before an early run.
  const isOverlapping = previous !== undefined && previous.validUntil > now();
  if (every !== undefined && isDue(after(createdAt, every), every, isOverlapping)) {
    const age = span(Date.now() - epochMilliseconds(createdAt));
    return { by: "time", why: `is ${age} old${late(after(createdAt, every))}` };
  }
  if (beforeExpiry !== undefined && expiresAt !== undefined) {
    const life = epochMilliseconds(expiresAt) - epochMilliseconds(createdAt);
    // A vendor may have given a shorter life than was asked for: each run would mint.
    const before = (beforeExpiry < life ? beforeExpiry : life / 2) as Duration;
    const due = instantBefore(expiresAt, before);
    const left = span(epochMilliseconds(expiresAt) - Date.now());
    if (isDue(due, life - before, isOverlapping)) {
      return { by: "time", why: `expires at ${expiresAt}, in ${left}${late(due)}` };
    }
  }
  return undefined;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A run that is a little early counts, so that a daily schedule does not drift: an hour, for short cycles a 24th of one. */
function isDue(due: Instant, cycleMs: number, isOverlapping: boolean): boolean {
  const earlyMs = isOverlapping ? 0 : Math.min(hourMs, cycleMs / 24);
  return Date.now() >= epochMilliseconds(due) - earlyMs;
}

function isExpired(key: OwnKey | undefined): boolean {
  const expiresAt = key && expiryOf(key);
  return expiresAt !== undefined && expiresAt <= now();
}

function instantBefore(at: Instant, duration: Duration): Instant {
  return after(at, -duration as Duration);
}

/** However many runs were missed, there is one rotation, and a person reads so. */
function late(due: Instant): string {
  const lateMs = Date.now() - epochMilliseconds(due);
  return lateMs < dayMs ? "" : ` (due ${span(lateMs)} ago: one rotation, however many were missed)`;
}
