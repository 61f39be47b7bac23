/** The matrix: each operation, each request it makes, each fault of the emulator, for each vendor. Data, nothing is run here. */
import { answerFaults, type Fault, listFaults, mintFaults, type VendorName, vendorNames } from "../emulator/index";
import { type Operation, vendorCases } from "./vendor-cases";

export interface Cell {
  readonly name: string;
  readonly vendor: VendorName;
  readonly operation: Operation;
  readonly route: string;
  readonly callsBefore: number;
  readonly fault: Fault;
  /**
   * True where the vendor does what it says it has not done. No client can tell: what these statuses say is believed, so
   * that a mint that was refused leaves a plain error.
   */
  readonly isContradiction: boolean;
}

/** Statuses that say that nothing was done; 429 is the one on which a mint is sent again. */
const refusals = new Set([307, 308, 400, 401, 403, 404, 422, 429]);

export const cells: readonly Cell[] = vendorNames.flatMap((vendor) =>
  Object.entries(vendorCases[vendor].requests).flatMap(([operation, requests]) =>
    requests.flatMap(([route, callsBefore]) =>
      Object.entries(faultsOf(route)).map(([fault, how]) => ({
        name: `${vendor} ${operation}: ${route}${callsBefore > 0 ? ` (call ${callsBefore + 1})` : ""}: ${fault}`,
        vendor,
        operation: operation as Operation,
        route,
        callsBefore,
        fault: how,
        isContradiction: isContradiction(route, how),
      })),
    ),
  ),
);

/** Whether the vendor mints a key and says that it has not. */
export function isContradiction(route: string, { commits, status }: Fault): boolean {
  return route.startsWith("POST ") && commits && refusals.has(status ?? 0);
}

export function faultsOf(route: string): Readonly<Record<string, Fault>> {
  if (route.startsWith("POST ")) return { ...answerFaults, ...mintFaults };
  return /^GET .*\/api-keys\/?$/.test(route) ? { ...answerFaults, ...listFaults } : answerFaults;
}
