/** Runs each scenario as its cells do, but without a fault, and tells the requests that no cell would have met. */
import { type Call, type Fault, ok, type VendorName } from "../../emulator/index";
import { type Finding, Trial } from "./cell-run";
import { type Cell, cellsWith, scenarios } from "./cells";
import { inOneRun, prepare } from "./matrix";
import { at, from, inWords, type Request, type Scenario } from "./scenarios/scenario";

export interface Unfaulted {
  /** Requests that are neither in `requests` nor in `sameAs`, and those in these that were not sent. */
  readonly gaps: readonly string[];
  readonly findings: readonly Finding[];
  /** The requests of the scenarios that name routes alone. */
  readonly requests: ReadonlyMap<Scenario, readonly Request[]>;
}

/** Each cell of the matrix that has `only` in its name. A run without faults tells first which requests the scenarios send that name routes alone. */
export async function allCells({ only = "", timeFactor = 0.1 } = {}): Promise<Cell[]> {
  const { requests } = await runUnfaulted(
    timeFactor,
    (scenario, name) => scenario.routes !== undefined && mayMatch(name, only),
  );
  return cellsWith((scenario) => requests.get(scenario) ?? []).filter(({ name }) => name.includes(only));
}

/** Whether a cell of the scenario may have the text in its name: after the scenario's come the request and the fault. */
function mayMatch(scenarioName: string, only: string): boolean {
  const [head = "", ...rest] = only.split(": ");
  return rest.length === 0 || scenarioName.endsWith(head);
}

export async function runUnfaulted(
  timeFactor: number,
  isWanted: (scenario: Scenario, name: string) => boolean = () => true,
): Promise<Unfaulted> {
  const cells = Object.entries(scenarios)
    .flatMap(([vendor, own]) => own.map((scenario) => withoutFault(vendor as VendorName, scenario)))
    .filter(({ scenario, name }) => isWanted(scenario, name));
  const trials = await Promise.all(
    cells.map((cell, index) =>
      Trial.begin(cell, { seed: "unfaulted", timeFactor, account: `c${index}`, isAlone: false }),
    ),
  );
  try {
    await prepare(trials);
    for (const trial of trials) trial.beginRun(trial.cell.scenario, trial.cell.scenario.scripts);
    const sent = new Map(trials.map((trial) => [trial, trial.emulator.ledger.calls().length]));
    await inOneRun(trials, (trial, provider) => trial.run(trial.cell.scenario.command, provider));
    const sentBy = (trial: Trial) => trial.emulator.ledger.calls().slice(sent.get(trial));
    return {
      gaps: trials.flatMap((trial) => gapsIn(trial.cell, sentBy(trial))),
      findings: trials.flatMap(({ findings }) => findings),
      requests: new Map(trials.map((trial) => [trial.cell.scenario, requestsIn(trial.cell, sentBy(trial))])),
    };
  } finally {
    await Promise.all(trials.map((trial) => trial.end()));
  }
}

/** Calls of a route that meet each fault alone; the next one does with all that follow. */
const aloneOfRoute = 3;

/** The calls of the scenario's routes that are answered soundly. Where lists are asked for until they can no longer lag, the later ones are alike. */
function requestsIn({ scenario: { routes = [], scripts } }: Cell, calls: readonly Call[]): Request[] {
  return routes.flatMap((route) => {
    const { length } = calls.filter((call) => call.route === route);
    const last = Math.min(length - 1, aloneOfRoute);
    const sound = Array.from({ length: last + 1 }, (_, call) => call).filter(
      (call) => answerTo(scripts?.[route], call) === ok,
    );
    const isRead = route.startsWith("GET ");
    return sound.map((call) => (isRead && call > 0 && call === last ? from(route, call) : at(route, call)));
  });
}

function withoutFault(vendor: VendorName, scenario: Scenario): Cell {
  const request = scenario.requests?.[0] ?? at("");
  const name = `${vendor} ${inWords(scenario)}`;
  return { name, vendor, scenario, request, faultName: "ok", fault: ok, isContradiction: false };
}

function gapsIn({ name, scenario }: Cell, calls: readonly Call[]): string[] {
  const { requests, routes: faulted = [], sameAs = {}, scripts } = scenario;
  const routes = Map.groupBy(calls, ({ route }) => route ?? "none");
  if (!requests) return faulted.filter((route) => !routes.has(route)).map((route) => `${name}: ${route} was not sent`);
  const known = [...requests, ...Object.values(sameAs).flat()];
  const unknown = [...routes].flatMap(([route, { length }]) =>
    Array.from({ length }, (_, call) => call)
      .filter((call) => answerTo(scripts?.[route], call) === ok)
      .filter((call) => !known.some((request) => request.route === route && isMet(request, call)))
      .map((call) => `${name}: add ${route} (call ${call + 1} of ${length}) to its requests, or to sameAs`),
  );
  const absent = known.filter(({ route, callsBefore }) => (routes.get(route)?.length ?? 0) <= callsBefore);
  return [
    ...unknown,
    ...absent.map(({ route, callsBefore }) => `${name}: ${route} (call ${callsBefore + 1}) was not sent`),
  ];
}

function answerTo(script: readonly Fault[] = [ok], call: number): Fault | undefined {
  return script[call] ?? script.at(-1);
}

function isMet({ callsBefore, lasts }: Request, call: number): boolean {
  return call === callsBefore || (lasts && call > callsBefore);
}
