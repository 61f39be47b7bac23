/** What tests ask of all vendors at once, by their kits. */
import { type Emulator, type VendorName, vendorNames } from "../../emulator/index";
import { kits } from "./index";
import type { VendorKit } from "./kit";

/** Those whose keys bear a marker, by which a lost key is proven. */
export const markedVendors: readonly VendorName[] = vendorNames.filter(
  (vendor) => kits[vendor].definition.marked !== undefined,
);

/** The variables of tokens that live for hours only, issued anew: the time of a test goes on by days. */
export function freshCredentials(emulator: Emulator): Record<string, string> {
  const all: readonly VendorKit[] = Object.values(kits);
  return Object.assign({}, ...all.map((kit) => kit.freshCredentials?.(emulator)));
}
