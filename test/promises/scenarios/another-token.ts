/**
 * The run that meets the fault has another token than the run before, of the same account. What is on record still belongs to this
 * account.
 */
import { isMarked, type VendorKit } from "../../vendors/kit";
import { pending, type Scenario } from "./scenario";

const another = { given: "another token", hasAnotherToken: true } as const;
/** Only the requests that look the key up meet faults, by its id or in a list. Those that come after are the same as ever. */
const inUse = { ...another, before: [{ command: "up" }], routes: ["find", "list"] } as const;
const settling = { ...another, before: pending("created"), routes: ["list"] } as const;

export function anotherToken(kit: VendorKit): readonly Scenario[] {
  return [
    { operation: "read", ...inUse, command: "refresh" },
    { operation: "revoke", ...inUse, command: "destroy" },
    // The other token, too, revokes a key that a marker proves, and mints another one. A key that a difference names is left to a
    // person.
    ...(isMarked(kit) ? [{ operation: "settle by up", ...settling, command: "up" } as const] : []),
    { operation: "settle by destroy", ...settling, command: "destroy" },
  ];
}
