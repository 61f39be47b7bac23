/**
 * The run that meets the fault has another token of the same account than the run before. The keys on record still belong to that account.
 */
import { isMarked, type VendorKit } from "../../vendors/kit";
import { pending, type Scenario } from "./scenario";

const another = { given: "another token", hasAnotherToken: true } as const;
/** Only the requests that look for the key meet faults. Later requests are the same as with the first token. */
const inUse = { ...another, before: [{ command: "up" }], routes: ["find", "list"] } as const;
const settling = { ...another, before: pending("created"), routes: ["list"] } as const;

export function anotherToken(kit: VendorKit): readonly Scenario[] {
  return [
    { operation: "read", ...inUse, command: "refresh" },
    { operation: "revoke", ...inUse, command: "destroy" },
    // If a marker proves the lost key, a run with the other token also revokes it and mints another. If only a difference names the key,
    // a person decides.
    ...(isMarked(kit) ? [{ operation: "settle by up", ...settling, command: "up" } as const] : []),
    { operation: "settle by destroy", ...settling, command: "destroy" },
  ];
}
