/** Finds keys that a run names to a person although they were not created in the window of the pending mint. */
import type { Emulator, Key, VendorName } from "../../emulator/index";
import type { Stored } from "../stack/simulated-stack";
import { bearsNonce, type Ledger } from "./ours";

const dayMs = 86_400_000;

/** A stranger's key from long before any run: no run may name or revoke it. */
export function mintLongAgo({ clock, strangers }: Emulator, vendor: VendorName): Key {
  clock.advance(-2 * dayMs);
  const key = strangers.mint(vendor);
  clock.advance(2 * dayMs);
  return key;
}

/** The provider widens a window by 15 s. Another 2 s are lost where a key's instant and a `Date` tell whole seconds. */
const widenedMs = 15_000 + 2_000;

/** How far behind a vendor's clock can seem, before waits are shortened. A `Date` is as old as its answer, and a call takes up to 60 s. */
export const longestCallMs = 60_000;

interface Window {
  readonly from: string;
  readonly until: string;
}

interface Pending extends Window {
  readonly nonce?: string;
  readonly candidates: readonly string[];
}

interface Named extends Window {
  readonly ids: readonly string[];
}

interface Told {
  readonly ledger: Ledger;
  readonly records: readonly Stored[];
  readonly said: string;
}

/**
 * The ids that are named with a window, although by the vendor's clock their keys were created outside of it. `skewMs` is how far that
 * clock may seem off.
 */
export function namedOutside({ ledger, records, said }: Told, skewMs = 0): string[] {
  const toleranceMs = widenedMs + skewMs;
  const pending = records.flatMap(pendingOf);
  // A key with the mint's own nonce may be named whenever it was created, since a person may have copied the marker.
  const isMarked = (key: Key) => pending.some(({ nonce }) => nonce !== undefined && bearsNonce(key, nonce));
  const isOutside = (id: string, { from, until }: Window) => {
    const key = ledger.keys.find((each) => each.id === id);
    if (key === undefined) return true;
    const isWithin =
      key.createdAt >= Date.parse(from) - toleranceMs && key.createdAt <= Date.parse(until) + toleranceMs;
    return !isWithin && !isMarked(key);
  };
  const named = [...pending.map(({ candidates, ...window }) => ({ ids: candidates, ...window })), ...namedInText(said)];
  return named.flatMap(({ ids, ...window }) => ids.filter((id) => isOutside(id, window)));
}

function pendingOf({ outputs }: Stored): Pending[] {
  return outputs.pending ? [outputs.pending as Pending] : [];
}

function namedInText(said: string): Named[] {
  const sentences = said.matchAll(/andidates? (?:is|are) (.+?) \(created from (\S+) to (\S+)\)/g);
  return [...sentences].map(([, ids = "", from = "", until = ""]) => ({ ids: ids.split(", "), from, until }));
}
