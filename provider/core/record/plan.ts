/**
 * What a run is to do to the keys of a record. This file alone decides that, from the record, the program and the clock. Diff tells the
 * plan to the engine, preview words it, update carries it out.
 *
 * No key may be retired before its promised overlap is over. The program's settings of now decide, never those of an earlier run.
 */
import type { Adopted } from "../program/inputs";
import { type Rotation, triggerHash } from "../program/rotation-input";
import { after, type Duration, epochMilliseconds, type Instant, now, span } from "../values/instant";
import { addsValue } from "./adopted-value";
import type { KeyRecord, OwnKey } from "./record";

export type Plan =
  /** A mint is pending: it is settled before anything else. Then a new plan is made. */
  | { readonly is: "settle" }
  /** No key is in use: one is minted, or adopted. */
  | { readonly is: "first key" }
  /** A new key comes into use, and the key before it stays live for the overlap. */
  | { readonly is: "rotate"; readonly due: Due }
  /** The engine replaces the resource: its create mints, and its delete revokes. */
  | { readonly is: "replace"; readonly due: Due }
  /** The previous key's overlap is over: it is revoked. */
  | { readonly is: "retire"; readonly takesValue: boolean }
  | Stay;

interface Stay {
  readonly is: "stay";
  /** `adopt` now gives the value of a key that was adopted without its value. */
  readonly takesValue: boolean;
  /** The program's trigger is set for the first time, or removed. That rotates nothing, but must be on record to see the next change. */
  readonly storesTrigger: boolean;
  /** Why the key would rotate if the previous key or `adopt` did not hold it back. */
  readonly due?: Due | undefined;
}

export interface Due {
  readonly by: "expiry" | "trigger" | "time";
  /** Ends a sentence that begins with "key …", such as "is 91 days old". */
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
  // A replacement's create knows of no previous key, so three keys would be live at once. The previous key is retired first, in its time.
  const mustWait = due?.by === "time" && previous !== undefined && overlap === undefined;
  if (due && !adopt && !mustWait) return { is: overlap === undefined ? "replace" : "rotate", due };
  const takesValue = addsValue(record, wanted);
  if (previous && previous.validUntil <= now()) return { is: "retire", takesValue };
  const storesTrigger = (key.trigger === undefined) !== (triggerHash(wanted) === undefined);
  return { is: "stay", takesValue, storesTrigger, due };
}

/** Why a key is to rotate now; nothing when it is not. No early rotation cuts a promised overlap short. */
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
    // A vendor may give a shorter life than was asked for. With a `beforeExpiry` longer than that life, each run would mint.
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

/** A run may be a little early: an hour, or a 24th of a cycle that is shorter than a day. So a daily schedule does not drift. */
function isDue(due: Instant, cycleMs: number, isOverlapping: boolean): boolean {
  const earlyMs = isOverlapping ? 0 : Math.min(hourMs, cycleMs / 24);
  return Date.now() >= epochMilliseconds(due) - earlyMs;
}

function instantBefore(at: Instant, duration: Duration): Instant {
  return after(at, -duration as Duration);
}

/** Tells a reader whose rotation is late that there is one rotation, however many runs were missed. */
function late(due: Instant): string {
  const lateMs = Date.now() - epochMilliseconds(due);
  return lateMs < dayMs ? "" : ` (due ${span(lateMs)} ago: one rotation, however many were missed)`;
}
