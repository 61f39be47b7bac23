/** The vendors. A fourth one is a new folder and a line here. */
import { devin } from "./devin/vendor";
import { kosli } from "./kosli/vendor";
import { nekuda } from "./nekuda/vendor";
import type { SwitchesOf } from "./switches";

export const vendors = { devin, kosli, nekuda };

export type VendorName = keyof typeof vendors;

export const vendorNames = Object.keys(vendors) as VendorName[];

export type Switches = { [V in VendorName]: SwitchesOf<(typeof vendors)[V]["choices"]> };

/** Something for each vendor. */
export function forEachVendor<T>(make: (vendor: VendorName) => T): Record<VendorName, T> {
  return Object.fromEntries(vendorNames.map((vendor) => [vendor, make(vendor)])) as Record<VendorName, T>;
}
