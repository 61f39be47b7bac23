/** The requests of each vendor that a schedule may put faults on, and the faults that may be there. */
import type { VendorName } from "../../../emulator/index";
import { kitOf } from "../../vendors/every-vendor";
import { faultsOf, isContradiction } from "../cells";

export function routesOf(vendor: VendorName): string[] {
  return Object.values(kitOf(vendor).routes);
}

/** Ends what can be asked of a schedule, so it is drawn apart. */
export const tokenRevoked = "token revoked after the call";

/** Without those in which the vendor mints a key and says that it has not: no client can tell, and `npm run faults` has cells for them. */
export function faultNamesOf(vendor: VendorName, route: string): string[] {
  return Object.entries(faultsOf(vendor, route))
    .filter(([name, fault]) => name !== tokenRevoked && !isContradiction(route, fault))
    .map(([name]) => name);
}

/**
 * True where a vendor denies a key that lives, in its own words: a list without it, or that there is none. A client that asks twice
 * before it believes an absence sees through one, never through one after the other.
 */
export function isDenial(vendor: VendorName, route: string, name: string): boolean {
  const { areKeysCounted, routes } = kitOf(vendor);
  if (areKeysCounted || !route.startsWith("GET ")) return false;
  if (route === routes.find) return /^status 404, /.test(name);
  return name === "page lost" || /^status 200 with an empty array, /.test(name);
}
