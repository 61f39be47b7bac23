/** The names of the vendors, and tables by them. */
import type { SwitchesOf } from "./switches";
import { vendors } from "./vendor-list";

export { vendors };

export type VendorName = keyof typeof vendors;

export const vendorNames = Object.keys(vendors) as VendorName[];

export type Switches = { [V in VendorName]: SwitchesOf<(typeof vendors)[V]["choices"]> };

/** Something for each vendor. */
export function forEachVendor<T>(make: (vendor: VendorName) => T): Record<VendorName, T> {
  return Object.fromEntries(vendorNames.map((vendor) => [vendor, make(vendor)])) as Record<VendorName, T>;
}
