/** The matrix: each request that meets a fault in each scenario, under each fault of the emulator. It is data: nothing is run here. */
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
  /** How many calls of the route come before in the run. */
  readonly callsBefore: number;
  /** True where every later call of the route in the run meets the fault too. */
  readonly lasts: boolean;
}

export interface Cell {
  readonly name: string;
  readonly vendor: VendorName;
  readonly scenario: Scenario;
  readonly request: Request;
  readonly faultName: string;
  readonly fault: Fault;
  /** True where the vendor mints a key and denies it, or hides it for good: no client can tell. */
  readonly isContradiction: boolean;
}

export const scenarios: Readonly<Record<VendorName, readonly Scenario[]>> = forEachVendor((vendor) =>
  scenariosOf(kitOf(vendor)),
);

/** Statuses that say that nothing was done; 429 is the one on which a mint is sent again. */
const refusals = new Set([307, 308, 400, 401, 403, 404, 422, 429]);

/** `requestsOf` tells the requests of a scenario by its name. */
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
  // A read takes no effect, so one of the two sides of its commit is enough.
  const reads = others.filter(([name]) => !name.endsWith(", after commit"));
  const { routes, areListsInPages } = kitOf(vendor);
  const lists = Object.entries(listFaults).filter(([, fault]) => areListsInPages || fault.listing !== "endless");
  return Object.fromEntries([...reads, ...(route === routes.list ? lists : Object.entries(strangerFaults))]);
}

/** Whether the vendor mints a key and says that it has not. The provider believes it, so that a refused mint ends in a plain error. */
export function isContradiction(route: string, { commits, status }: Fault): boolean {
  return route.startsWith("POST ") && commits && refusals.has(status ?? 0);
}

/**
 * Whether two clocks are off by different amounts: the one of each `Date`, and the one that dates keys. Such a key may be lost, as
 * docs/operate/lost-answer.md says.
 */
export function isDatedByNoClock(dateOffMs: number | undefined, { clockSkewMs }: Fault): boolean {
  return Boolean(dateOffMs) && clockSkewMs !== undefined;
}

/**
 * Whether the fault revokes a new key while it asks for its own id, which it is not told. No list has shown the key by then. A person
 * takes such a pending mint out of the state, as its message says.
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

/** Whether each list lacks the key for as long as the provider looks. Where the vendor tells a total, a lost page is noticed. */
function isHiddenForGood(vendor: VendorName, { lasts }: Request, { listing, body }: Fault): boolean {
  const isEmpty = listing === "page-lost" || (typeof body === "object" && Array.isArray(body.json));
  return lasts && !kitOf(vendor).areKeysCounted && isEmpty;
}
