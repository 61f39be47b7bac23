/**
 * The program asks for another key while a mint is pending. The pending mint is settled first, with a fault or without. Only then the
 * other key is minted, or the next run replaces the key in use.
 */
import { isMarked, type VendorKit } from "../../vendors/kit";
import { valueKept } from "./kept-value";
import { pending, pendingRotation, type Scenario } from "./scenario";
import { pendingUnmarked } from "./unmarked";

const settling = { operation: "settle by up", command: "up", isEdited: true } as const;

const ofEach: Scenario = {
  ...settling,
  given: "answer lost, created, other inputs",
  before: pending("created"),
  routes: ["list", "revoke", "mint"],
};

const ofNameless: readonly Scenario[] = [{ ...settling, given: "value kept, other inputs", before: valueKept }];

function ofMarked(kit: VendorKit): readonly Scenario[] {
  return [
    {
      ...settling,
      given: "no marker, answer lost, created, other inputs",
      inputs: () => ({ marker: false }),
      before: pendingUnmarked("created"),
      routes: ["list"],
    },
    {
      ...settling,
      given: "a rotation's answer lost, created, other inputs",
      before: pendingRotation(kit, "created"),
      routes: ["list", "revoke"],
    },
  ];
}

export function edited(kit: VendorKit): readonly Scenario[] {
  return [ofEach, ...(isMarked(kit) ? ofMarked(kit) : ofNameless)];
}
