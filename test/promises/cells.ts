/** The matrix as data: a cell for each fault that a request of a scenario may meet. Nothing is run here. */
import {
  answerFaults,
  type Fault,
  listFaults,
  mintFaults,
  strangerFaults,
  type VendorName,
  vendorNames,
} from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { kitOf } from "../vendors/every-vendor";
import { scenariosOf } from "./scenarios/of-vendor";
import { inWords, type Scenario } from "./scenarios/scenario";

export interface Request {
  readonly route: string;
  /** How many calls of the same route come before this request in the run. */
  readonly callsBefore: number;
  /** True where all later calls of the route in the run meet the fault, too. */
  readonly lasts: boolean;
}

export interface Cell {
  readonly name: string;
  readonly vendor: VendorName;
  readonly scenario: Scenario;
  readonly request: Request;
  readonly faultName: string;
  readonly fault: Fault;
  /** True where the vendor mints a key and denies it, or hides it for good. No client can know of such a key. */
  readonly isContradiction: boolean;
}

export const scenarios: Readonly<Record<VendorName, readonly Scenario[]>> = forEachVendor((vendor) =>
  scenariosOf(kitOf(vendor)),
);

/** Statuses that say that nothing was done. Only after a 429 is a mint sent again. */
const refusals = new Set([307, 308, 400, 401, 403, 404, 422, 429]);

/** @param requestsOf The requests of a scenario that meet faults, by the scenario's name. */
export function cellsWith(requestsOf: (name: string) => readonly Request[]): Cell[] {
  return vendorNames.flatMap((vendor) =>
    scenarios[vendor].flatMap((scenario) => cellsOf(vendor, scenario, requestsOf(scenarioName(vendor, scenario)))),
  );
}

export function scenarioName(vendor: VendorName, scenario: Scenario): string {
  return `${vendor} ${inWords(scenario)}`;
}

function cellsOf(vendor: VendorName, scenario: Scenario, requests: readonly Request[]): Cell[] {
  return requests.flatMap((request) =>
    Object.entries(faultsOf(vendor, request.route))
      .filter(([, fault]) => !isDatedByNoClock(scenario.switches?.dateOffMs, fault))
      .filter(([, fault]) => !isNeverListed(vendor, scenario, request, fault))
      .map(([words, fault]) => ({
        name: `${scenarioName(vendor, scenario)}: ${requestInWords(request)}: ${words}`,
        vendor,
        scenario,
        request,
        faultName: words,
        fault,
        isContradiction: isContradiction(request.route, fault) || isHiddenForGood(vendor, request, fault),
      })),
  );
}

function requestInWords({ route, callsBefore, lasts }: Request): string {
  if (callsBefore === 0 && !lasts) return route;
  return `${route} (call ${callsBefore + 1}${lasts ? " and later" : ""})`;
}

export function faultsOf(vendor: VendorName, route: string): Readonly<Record<string, Fault>> {
  if (route.startsWith("POST ")) return { ...answerFaults, ...mintFaults };
  // Only a mint dates a key, so a wrong clock matters to mints alone.
  const others = Object.entries(answerFaults).filter(([, { clockSkewMs }]) => clockSkewMs === undefined);
  if (!route.startsWith("GET ")) return { ...Object.fromEntries(others), ...strangerFaults };
  // A read changes nothing, so a fault before its commit and one after it are the same.
  const reads = others.filter(([name]) => !name.endsWith(", after commit"));
  const { routes, areListsInPages } = kitOf(vendor);
  const lists = Object.entries(listFaults).filter(([, fault]) => areListsInPages || fault.listing !== "endless");
  return Object.fromEntries([...reads, ...(route === routes.list ? lists : Object.entries(strangerFaults))]);
}

/** Whether the vendor mints a key and says that it has not. The provider believes a refusal, so that a refused mint ends in an error. */
export function isContradiction(route: string, { commits, status }: Fault): boolean {
  return route.startsWith("POST ") && commits && refusals.has(status ?? 0);
}

/**
 * Whether the vendor has two clocks that are off by different amounts: one for each `Date`, and one that dates keys. Such a vendor's key
 * may be lost, as docs/operate/lost-answer.md says.
 */
export function isDatedByNoClock(dateOffMs: number | undefined, { clockSkewMs }: Fault): boolean {
  return Boolean(dateOffMs) && clockSkewMs !== undefined;
}

/**
 * Whether the fault revokes a new key when that key asks for its own id. The key does not learn its id, and no list has shown it by then.
 * A person takes such a pending mint out of the state, as its message says.
 */
function isNeverListed(
  vendor: VendorName,
  { operation, idIsToldBy }: Scenario,
  { route, callsBefore }: Request,
  { revokesCaller }: Fault,
): boolean {
  const isNewKeys = route === kitOf(vendor).routes.self && callsBefore > 0;
  const mints = ["create", "mint in place", "rotate"].includes(operation);
  return isNewKeys && mints && idIsToldBy !== "the key itself" && revokesCaller === true;
}

/** Whether each list lacks the key for as long as the provider looks. Where lists tell a total, the provider notices a lost page. */
function isHiddenForGood(vendor: VendorName, { lasts }: Request, { listing, body }: Fault): boolean {
  const isEmpty = listing === "page-lost" || (typeof body === "object" && Array.isArray(body.json));
  return lasts && !kitOf(vendor).areKeysCounted && isEmpty;
}
