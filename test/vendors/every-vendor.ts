/** What tests ask of all vendors at once, by their kits. */
import { type Emulator, type VendorName, vendorNames } from "../../emulator/index";
import { kits } from "./index";
import type { VendorKit } from "./kit";

/** A vendor's kit as that of any vendor. */
export function kitOf(vendor: VendorName): VendorKit {
  return kits[vendor];
}

/** The first vendor whose lost keys are told so, where a test needs one of that kind and no matter which. */
export function vendorRecognizedBy(how: VendorKit["definition"]["recognizedBy"]): VendorName {
  const found = vendorNames.find((vendor) => kitOf(vendor).definition.recognizedBy === how);
  if (!found) throw new Error(`no vendor's keys are recognized by a ${how}`);
  return found;
}

/** Those whose keys bear a marker, by which a lost key is proven. */
export const markedVendors: readonly VendorName[] = vendorNames.filter(
  (vendor) => kits[vendor].definition.recognizedBy === "marker",
);

/** The variables of tokens that live for hours only, issued anew: the time of a test goes on by days. */
export function freshCredentials(emulator: Emulator): Record<string, string> {
  return Object.assign({}, ...vendorNames.map((vendor) => kitOf(vendor).freshCredentials?.(emulator)));
}
