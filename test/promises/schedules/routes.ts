/** The requests of each vendor that a schedule may put faults on, and the faults that may be there. */
import type { VendorName } from "../../../emulator/index";
import { kitOf } from "../../vendors/every-vendor";
import { faultsOf, isContradiction } from "../cells";

export function routesOf(vendor: VendorName): string[] {
  return Object.values(kitOf(vendor).routes);
}

/** This fault ends what can be asked of a schedule, so it is drawn apart. */
export const tokenRevoked = "token revoked after the call";

/**
 * The faults of a route, but for those in which the vendor mints a key and says that it has not. No client can tell these, and `npm run
 * faults` has cells for them.
 */
export function faultNamesOf(vendor: VendorName, route: string): string[] {
  return Object.entries(faultsOf(vendor, route))
    .filter(([name, fault]) => name !== tokenRevoked && !isContradiction(route, fault))
    .map(([name]) => name);
}

/**
 * True where a vendor denies a live key in its own words: by a list without it, or by saying that there is none. A client that asks
 * twice before it believes that a key is gone sees through one denial, never through two in a row.
 */
export function isDenial(vendor: VendorName, route: string, name: string): boolean {
  const { areKeysCounted, routes } = kitOf(vendor);
  if (areKeysCounted || !route.startsWith("GET ")) return false;
  if (route === routes.find) return /^status 404, /.test(name);
  return name === "page lost" || /^status 200 with an empty array, /.test(name);
}
