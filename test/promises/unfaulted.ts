/** Runs the scenarios without a fault. The requests that each of them sends are the requests that meet faults in the matrix. */
import { type Call, type Fault, ok, type VendorName, vendorNames } from "../../emulator/index";
import { kitOf } from "../vendors/every-vendor";
import { isMarked, type VendorKit } from "../vendors/kit";
import { CellTrial, type Finding } from "./cell-run";
import { type Cell, cellsWith, type Request, scenarioName, scenarios } from "./cells";
import { inOneRunPerClock, prepare } from "./matrix";
import { type Scenario, scriptsByRoute } from "./scenarios/scenario";

/** The run of a scenario that meets a fault in the matrix, here without a fault. */
export interface Unfaulted {
  readonly vendor: VendorName;
  readonly scenario: Scenario;
  /** Whether a mint was pending when the run began. */
  readonly isPending: boolean;
  readonly calls: readonly Call[];
  readonly findings: readonly Finding[];
}

/** The cells of the matrix that have `only` in their names. */
export async function allCells({ only = "", timeFactor = 0.1 } = {}): Promise<Cell[]> {
  const runs = await runUnfaulted(timeFactor, (name) => mayMatch(name, only));
  const requests = new Map(runs.map((run) => [scenarioName(run.vendor, run.scenario), requestsIn(run)]));
  return cellsWith((name) => requests.get(name) ?? []).filter(({ name }) => name.includes(only));
}

/** Whether a cell of the scenario may have `only` in its name. A cell's name has the scenario's name, the request and the fault. */
function mayMatch(name: string, only: string): boolean {
  const [head = "", ...rest] = only.split(": ");
  return rest.length === 0 || name.endsWith(head);
}

export async function runUnfaulted(
  timeFactor: number,
  isWanted: (name: string) => boolean = () => true,
): Promise<Unfaulted[]> {
  const cells = vendorNames
    .flatMap((vendor) => scenarios[vendor].map((scenario) => withoutFault(vendor, scenario)))
    .filter(({ name }) => isWanted(name));
  const trials = await Promise.all(
    cells.map((cell, index) =>
      CellTrial.begin(cell, { seed: "unfaulted", timeFactor, account: `c${index}`, isAlone: false }),
    ),
  );
  try {
    await prepare(trials);
    const pending = new Set(
      trials.filter(({ stack }) => stack.records.some(({ outputs }) => outputs.pending !== undefined)),
    );
    for (const trial of trials) trial.beginRun(trial.cell.scenario);
    const sent = new Map(trials.map((trial) => [trial, trial.emulator.ledger.calls().length]));
    await inOneRunPerClock(trials, (trial, provider) => trial.run(trial.cell.scenario.command, provider));
    return trials.map((trial) => ({
      vendor: trial.cell.vendor,
      scenario: trial.cell.scenario,
      isPending: pending.has(trial),
      calls: trial.emulator.ledger.calls().slice(sent.get(trial)),
      findings: trial.findings,
    }));
  } finally {
    await Promise.all(trials.map((trial) => trial.end()));
  }
}

function withoutFault(vendor: VendorName, scenario: Scenario): Cell {
  const request = { route: "", callsBefore: 0, lasts: false };
  const name = scenarioName(vendor, scenario);
  return { name, vendor, scenario, request, faultName: "ok", fault: ok, isContradiction: false };
}

/** The requests of the scenario's routes that get the right answer. */
export function requestsIn({ vendor, scenario, calls }: Unfaulted): Request[] {
  const kit = kitOf(vendor);
  const faulted = scenario.routes?.map((request) => kit.routes[request]) ?? Object.values(kit.routes);
  const scripts = scriptsByRoute(kit.routes, scenario.scripts);
  const alone = readsFaultedAlone(kit, scenario);
  const bearsMarker = isMarked(kit);
  return faulted.flatMap((route) => {
    if (route === undefined) return [];
    const rows = bearsMarker ? rowsOf(calls, route) : [rowsOf(calls, route).flat()];
    return rows.flatMap((row, index) => {
      const last = Math.min(row.length - 1, alone);
      // Where only a difference tells a key, a fault can make the run read more lists. So the last list meets it with all that follow.
      const isForMore = (at: number) => at === alone || (!bearsMarker && at > 0 && at === last);
      const lasts = (at: number) => route.startsWith("GET ") && index === rows.length - 1 && isForMore(at);
      const met = row.slice(0, last + 1).map((callsBefore, at) => ({ route, callsBefore, lasts: lasts(at) }));
      return met.filter(({ callsBefore }) => isSound(scripts[route], callsBefore));
    });
  });
}

/** The calls of a route, by their numbers, in rows. Each request that changes something (a mint, a revoke) ends a row. */
function rowsOf(calls: readonly Call[], route: string): number[][] {
  let changes = 0;
  const own: { readonly row: number }[] = [];
  for (const call of calls) {
    if (call.route === route) own.push({ row: changes });
    if (call.method !== "GET") changes++;
  }
  const rows = Map.groupBy(own.keys(), (count) => own[count]?.row);
  return [...rows.values()];
}

/**
 * How many reads of a row meet each fault alone. The next read meets it together with all that follow. Where a run reads until lists can
 * no longer lag, the number of reads depends on time. Two are sure, after the one that may prove the account. For a difference the third
 * list still matters.
 */
function readsFaultedAlone(kit: VendorKit, scenario: Scenario): number {
  const waits = /^settle/.test(scenario.operation) || scenario.isRevokedByHand;
  if (!isMarked(kit) || !waits) return 3;
  return kit.isAccountProvedByLists ? 2 : 1;
}

/**
 * The requests that meet no fault, neither in their own scenario nor at the same moment of another scenario of their vendor. Two moments
 * are the same if the same command sends the same request, after the same request with the same answer.
 */
export function neverFaulted(runs: readonly Unfaulted[]): string[] {
  const sent = runs.flatMap((run) => sentIn(run));
  const faulted = new Set(sent.filter(({ isFaulted }) => isFaulted).map(({ moment }) => moment));
  return sent
    .filter(({ isFaulted, moment }) => !isFaulted && !faulted.has(moment))
    .map(({ name, route, moment }) => `${name}: add ${route} to its routes (${moment})`);
}

interface Sent {
  readonly name: string;
  readonly route: string;
  readonly moment: string;
  readonly isFaulted: boolean;
}

/** The requests of a run that get the right answer. */
function sentIn(run: Unfaulted): Sent[] {
  const { vendor, scenario, calls } = run;
  const requests = requestsIn(run);
  const scripts = scriptsByRoute(kitOf(vendor).routes, scenario.scripts);
  const counts = new Map<string, number>();
  return calls.flatMap((call, index) => {
    const route = call.route ?? "no route";
    const count = counts.get(route) ?? 0;
    counts.set(route, count + 1);
    if (!isSound(scripts[route], count)) return [];
    const before = calls[index - 1];
    const moment = `${vendor} ${scenario.command}, ${route} after ${before ? `${before.route} ${before.status}` : "nothing"}`;
    const isFaulted = requests.some((request) => request.route === route && isMet(request, count));
    return [{ name: scenarioName(vendor, scenario), route, moment, isFaulted }];
  });
}

function isSound(script: readonly Fault[] = [ok], call: number): boolean {
  return (script[call] ?? script.at(-1)) === ok;
}

function isMet({ callsBefore, lasts }: Request, call: number): boolean {
  return call === callsBefore || (lasts && call > callsBefore);
}
