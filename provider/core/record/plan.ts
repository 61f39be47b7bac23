/**
 * What a run is to do to the keys of a record: decided from the record, the program and the clock, in this one place. Diff tells it to the
 * engine, preview words it, update carries it out.
 *
 * Never may a key be retired before the overlap that was promised is over, and never may settings of the past decide.
 */
import type { Adopted } from "../program/inputs";
import { type Rotation, triggerHash } from "../program/rotation-input";
import { after, type Duration, epochMilliseconds, type Instant, now, span } from "../values/instant";
import { addsValue } from "./adopted-value";
import type { KeyRecord, OwnKey } from "./record";

export type Plan =
  /** A mint is pending: it is settled before anything else, and what is left then is planned anew. */
  | { readonly is: "settle" }
  /** No key is in use: one is minted, or adopted. */
  | { readonly is: "first key" }
  /** A new key comes into use, and the previous key stays valid for its overlap. */
  | { readonly is: "rotate"; readonly due: Due }
  /** The engine replaces the resource: its create mints, and its delete revokes. */
  | { readonly is: "replace"; readonly due: Due }
  /** The previous key's overlap is over: it is revoked. */
  | { readonly is: "retire"; readonly takesValue: boolean }
  | Stay;

interface Stay {
  readonly is: "stay";
  /** The program tells the value of a key that was adopted without it. */
  readonly takesValue: boolean;
  /** The program's trigger is set for the first time, or removed: that rotates nothing, and must be on record for the next change of it. */
  readonly storesTrigger: boolean;
  /** Why it would rotate, if the previous key or `adopt` did not hold it back. */
  readonly due?: Due | undefined;
}

export interface Due {
  readonly by: "expiry" | "trigger" | "time";
  /** As the end of "key … ". */
  readonly why: string;
}

/** The program as far as it is known. */
interface Wanted {
  readonly rotation?: Rotation | undefined;
  /** While it stands, a replacement would adopt the same key again. */
  readonly adopt?: Adopted | undefined;
}

export function planOf(record: KeyRecord, wanted: Wanted): Plan {
  const { key, previous, pending } = record;
  if (pending) return { is: "settle" };
  if (!key) return { is: "first key" };
  const { rotation: { overlap } = {}, adopt } = wanted;
  const due = dueNow(key, previous !== undefined && previous.validUntil > now(), wanted);
  // A replacement's create knows of no previous key, so that three would be valid at once: that one ends first, when it was to.
  const mustWait = due?.by === "time" && previous !== undefined && overlap === undefined;
  if (due && !adopt && !mustWait) return { is: overlap === undefined ? "replace" : "rotate", due };
  const takesValue = addsValue(record, wanted);
  if (previous && previous.validUntil <= now()) return { is: "retire", takesValue };
  const storesTrigger = (key.trigger === undefined) !== (triggerHash(wanted) === undefined);
  return { is: "stay", takesValue, storesTrigger, due };
}

/** Why a key is to rotate now; nothing when it is not. An overlap that was promised goes before an early run. */
function dueNow(key: OwnKey, isOverlapping: boolean, wanted: Wanted): Due | undefined {
  const { every, beforeExpiry } = wanted.rotation ?? {};
  const { createdAt, expiresAt } = key;
  if (expiresAt !== undefined && expiresAt <= now()) return { by: "expiry", why: `expired at ${expiresAt}` };
  const trigger = triggerHash(wanted);
  if (key.trigger !== undefined && trigger !== undefined && key.trigger !== trigger) {
    return { by: "trigger", why: "has another `rotation.trigger` than before" };
  }
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

function instantBefore(at: Instant, duration: Duration): Instant {
  return after(at, -duration as Duration);
}

/** However many runs were missed, there is one rotation, and a person reads so. */
function late(due: Instant): string {
  const lateMs = Date.now() - epochMilliseconds(due);
  return lateMs < dayMs ? "" : ` (due ${span(lateMs)} ago: one rotation, however many were missed)`;
}
