/** Rotations that are due by time, without a trigger: by the age of a key, or by its expiry. */
import { isMarked, type VendorKit } from "../../vendors/kit";
import type { Scenario } from "./scenario";

/**
 * The runs are an hour apart, and the rotation is due in the third run after the mint. It is not due again before the end, also where the
 * vendor dates the new key an hour too early.
 */
const rotation = { every: "150m", overlap: "30m" } as const;
const later = { command: "up", isLater: true } as const;
const due = { before: [{ command: "up", rotation }, later, later], ...later } as const;

const byAge: Scenario = { operation: "rotate", given: "by its age", ...due };

/** With a marker, the mint begins with a list anyway. Without a marker, a list is sent only to learn the vendor's time. */
const byAgeUnmarked: Scenario = { ...byAge, given: "by its age, no marker", inputs: () => ({ marker: false }) };

/** The replacement of an expired key begins with a list that tells the vendor's time. No key is left to revoke. */
function expired(input: string): readonly Scenario[] {
  const expiring = { operation: "rotate", inputs: () => ({ [input]: "150m" }), ...later } as const;
  return [
    { ...expiring, given: "expired, by replacement", before: [{ command: "up" }, later, later] },
    {
      ...expiring,
      given: "expired, in place",
      before: [{ command: "up", rotation: { overlap: "30m" } }, later, later],
    },
  ];
}

export function byTime(kit: VendorKit): readonly Scenario[] {
  const { expiry } = kit.definition;
  return [isMarked(kit) ? byAgeUnmarked : byAge, ...(expiry ? expired(expiry.input) : [])];
}
