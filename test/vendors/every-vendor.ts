/** What tests ask of all vendors at once, by their kits. */
import { type Emulator, type Place, type VendorName, vendorNames } from "../../emulator/index";
import { kits } from "./index";
import { isMarked, type VendorKit } from "./kit";

/** A vendor's kit as that of any vendor. */
export function kitOf(vendor: VendorName): VendorKit {
  return kits[vendor];
}

/** Those whose keys bear a marker, by which a lost key is proven. */
export const markedVendors: readonly VendorName[] = vendorsThat(isMarked);

/** Those whose tokens outlive a test in which this machine's clock goes on by days. */
export const withLastingTokens: readonly VendorName[] = vendorNames.filter(
  (vendor) => !("freshTokens" in kits[vendor]),
);

/** Those of which something is true. */
export function vendorsThat(is: (kit: VendorKit) => boolean): VendorName[] {
  return vendorNames.filter((vendor) => is(kits[vendor]));
}

/** Some vendor of which something is true, for a test that needs no more of it. */
export function vendorThat(is: (kit: VendorKit) => boolean): VendorName {
  const [first] = vendorsThat(is);
  if (first === undefined) throw new Error("no vendor is as this test needs one");
  return first;
}

/** The path of a request to a route, about a key or in a place. */
export function pathOf(route: string, { account, scope, id = "" }: Place & { readonly id?: string }): string {
  const path = route.slice(route.indexOf(" ") + 1);
  return path.replace(":org", account).replace(":name", scope).replace(":id", id);
}

/** The variables of tokens that live for hours only, issued anew: the time of a test goes on by days. */
export function freshTokens(emulator: Emulator): Record<string, string> {
  return Object.assign({}, ...vendorNames.map((vendor) => kitOf(vendor).freshTokens?.(emulator)));
}
