/** The matrix: each request that meets a fault in each scenario, under each fault of the emulator. Data, nothing is run here. */
import {
  answerFaults,
  type Fault,
  listFaults,
  mintFaults,
  strangerFaults,
  type VendorName,
} from "../../emulator/index";
import { adoptScenarios } from "./scenarios/adopt";
import { anotherToken } from "./scenarios/another-token";
import { byTime } from "./scenarios/by-time";
import { datesOff } from "./scenarios/dates-off";
import { deletedRows } from "./scenarios/deleted-row";
import { devinScenarios } from "./scenarios/devin";
import { devinPages } from "./scenarios/devin-pages";
import { devinRotations } from "./scenarios/devin-rotation";
import { edited } from "./scenarios/edited";
import { markedScenarios } from "./scenarios/marked";
import { markedRotations } from "./scenarios/marked-rotation";
import { previousAlone } from "./scenarios/previous-alone";
import { inWords, type Request, type Scenario } from "./scenarios/scenario";
import { unmarkedScenarios } from "./scenarios/unmarked";

export interface Cell {
  readonly name: string;
  readonly vendor: VendorName;
  readonly scenario: Scenario;
  readonly request: Request;
  readonly faultName: string;
  readonly fault: Fault;
  /** True where the vendor does what it says it has not done, or hides it for good: no client can tell. */
  readonly isContradiction: boolean;
}

export const scenarios: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin: [...devinScenarios, ...devinPages, ...devinRotations, ...ofEach("devin")],
  kosli: [...marked("kosli"), ...ofEach("kosli")],
  nekuda: [...marked("nekuda"), ...deletedRows, ...ofEach("nekuda")],
};

function ofEach(vendor: VendorName): readonly Scenario[] {
  return [
    ...adoptScenarios[vendor],
    ...byTime[vendor],
    ...previousAlone[vendor],
    ...datesOff[vendor],
    ...edited[vendor],
    ...anotherToken[vendor],
  ];
}

function marked(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  return [...markedScenarios(vendor), ...markedRotations(vendor), ...unmarkedScenarios(vendor)];
}

/** Statuses that say that nothing was done; 429 is the one on which a mint is sent again. */
const refusals = new Set([307, 308, 400, 401, 403, 404, 422, 429]);

/** `requestsOf` tells those of a scenario that names routes alone. */
export function cellsWith(requestsOf: (scenario: Scenario) => readonly Request[]): Cell[] {
  return Object.entries(scenarios).flatMap(([name, own]) =>
    own.flatMap((scenario) => cellsOf(name as VendorName, scenario, scenario.requests ?? requestsOf(scenario))),
  );
}

function cellsOf(vendor: VendorName, scenario: Scenario, requests: readonly Request[]): Cell[] {
  return requests.flatMap((request) =>
    Object.entries(faultsOf(vendor, request.route))
      .filter(([, fault]) => !isDatedByNoClock(scenario.switches?.[vendor]?.dateOffMs, fault))
      .filter(([, fault]) => !isNeverListed(vendor, scenario, request, fault))
      .map(([words, fault]) => ({
        name: `${vendor} ${inWords(scenario)}: ${requestInWords(request)}: ${words}`,
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
  // A key is dated when it is minted.
  const others = Object.entries(answerFaults).filter(([, { clockSkewMs }]) => clockSkewMs === undefined);
  if (!route.startsWith("GET ")) return { ...Object.fromEntries(others), ...strangerFaults };
  // A read takes no effect: of the two sides of its commit one is enough.
  const reads = others.filter(([name]) => !name.endsWith(", after commit"));
  // Only Devin's lists have pages.
  const lists = Object.entries(listFaults).filter(([, fault]) => vendor === "devin" || fault.listing !== "endless");
  return Object.fromEntries([...reads, ...(/\/api-keys\/?$/.test(route) ? lists : Object.entries(strangerFaults))]);
}

/** Whether the vendor mints a key and says that it has not. What it says is believed, so that a mint that was refused leaves a plain error. */
export function isContradiction(route: string, { commits, status }: Fault): boolean {
  return route.startsWith("POST ") && commits && refusals.has(status ?? 0);
}

/** Whether what a key is dated by is off by another amount than each `Date`, and neither is right: README says that such a key may be lost. */
export function isDatedByNoClock(dateOffMs: number | undefined, { clockSkewMs }: Fault): boolean {
  return Boolean(dateOffMs) && clockSkewMs !== undefined;
}

/**
 * Whether a new Devin key is revoked as it asks for its id, which it is not told, and so before a list has shown it. A person takes such an
 * attempt out of the state, as its message says.
 */
function isNeverListed(
  vendor: VendorName,
  { operation, switches }: Scenario,
  { route, callsBefore }: Request,
  { revokesCaller }: Fault,
): boolean {
  const isNewKeys = vendor === "devin" && route.endsWith("/self") && callsBefore > 0;
  const mints = ["create", "renew", "rotate"].includes(operation);
  return isNewKeys && mints && switches?.devin?.selfAnswersServiceKeys !== 200 && revokesCaller === true;
}

/** Whether each list lacks the key for as long as the product looks. Devin's tell a total, so that a lost page is noticed. */
function isHiddenForGood(vendor: VendorName, { lasts }: Request, { listing, body }: Fault): boolean {
  const isEmpty = listing === "page-lost" || (typeof body === "object" && Array.isArray(body.json));
  return lasts && vendor !== "devin" && isEmpty;
}
