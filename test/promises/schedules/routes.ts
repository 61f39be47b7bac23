/** The requests of each vendor that a schedule may put faults on, and which faults. */
import type { VendorName } from "../../../emulator/index";
import { kitOf } from "../../vendors/every-vendor";
import { faultsOf, isContradiction } from "../cells";

export function routesOf(vendor: VendorName): string[] {
  return Object.values(kitOf(vendor).routes);
}

/** This fault is drawn apart from the others, since after it a schedule cannot recover. */
export const tokenRevoked = "token revoked after the call";

/**
 * The faults of a route, without those in which the vendor mints a key and says that it has not. No client can notice these. The matrix
 * has cells for them.
 */
export function faultNamesOf(vendor: VendorName, route: string): string[] {
  return Object.entries(faultsOf(vendor, route))
    .filter(([name, fault]) => name !== tokenRevoked && !isContradiction(route, fault))
    .map(([name]) => name);
}

/**
 * True where a vendor itself denies a live key: by a list without the key, or by saying that there is no such key. A client that asks
 * twice before it believes that a key is gone sees through one denial, but never through two in a row.
 */
export function isDenial(vendor: VendorName, route: string, name: string): boolean {
  const { areKeysCounted, routes } = kitOf(vendor);
  if (areKeysCounted || !route.startsWith("GET ")) return false;
  if (route === routes.find) return /^status 404, /.test(name);
  return name === "page lost" || /^status 200 with an empty array, /.test(name);
}
