/** What tests ask of all vendors at once. The answers come from the vendors' kits. */
import { type Emulator, type Place, type VendorName, vendorNames } from "../../emulator/index";
import { kits } from "./index";
import { isMarked, type VendorKit } from "./kit";

/** A vendor's kit, typed as the kit of any vendor. */
export function kitOf(vendor: VendorName): VendorKit {
  return kits[vendor];
}

/** The vendors whose keys bear a marker, which proves a lost key to be ours. */
export const markedVendors: readonly VendorName[] = vendorsThat(isMarked);

/** The vendors whose tokens outlive a test that moves this machine's clock by days. */
export const withLastingTokens: readonly VendorName[] = vendorNames.filter(
  (vendor) => !("freshTokens" in kits[vendor]),
);

/** The vendors of which `is` is true. */
export function vendorsThat(is: (kit: VendorKit) => boolean): VendorName[] {
  return vendorNames.filter((vendor) => is(kits[vendor]));
}

/** One vendor of which `is` is true, for a test that needs no more of it. */
export function vendorThat(is: (kit: VendorKit) => boolean): VendorName {
  const [first] = vendorsThat(is);
  if (first === undefined) throw new Error("no vendor is as this test needs one");
  return first;
}

/** The path of a request: a route with the key's id and the place filled in. */
export function pathOf(route: string, { account, scope, id = "" }: Place & { readonly id?: string }): string {
  const path = route.slice(route.indexOf(" ") + 1);
  return path.replace(":org", account).replace(":name", scope).replace(":id", id);
}

/** New tokens, in their variables, for the vendors whose tokens live for hours only. A test that moves the clock by days needs them. */
export function freshTokens(emulator: Emulator): Record<string, string> {
  return Object.assign({}, ...vendorNames.map((vendor) => kitOf(vendor).freshTokens?.(emulator)));
}
