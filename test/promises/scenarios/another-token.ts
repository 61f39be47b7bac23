/** The run that meets the fault has another token than the one before, of the same account: what is on record is still its own. */
import { isMarked, type VendorKit } from "../../vendors/kit";
import { pending, type Scenario } from "./scenario";

const another = { given: "another token", hasAnotherToken: true } as const;
/** What looks the key up, by its id or in a list; the requests that come after are the same as ever. */
const inUse = { ...another, before: [{ command: "up" }], routes: ["find", "list"] } as const;
const settling = { ...another, before: pending("created"), routes: ["list"] } as const;

export function anotherToken(kit: VendorKit): readonly Scenario[] {
  return [
    { operation: "read", ...inUse, command: "refresh" },
    { operation: "revoke", ...inUse, command: "destroy" },
    // What a marker proves is revoked by the other token too, and another key is minted; what a difference names is left to a person.
    ...(isMarked(kit) ? [{ operation: "settle by up", ...settling, command: "up" } as const] : []),
    { operation: "settle by destroy", ...settling, command: "destroy" },
  ];
}
