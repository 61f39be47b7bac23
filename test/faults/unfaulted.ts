/** Runs each scenario as its cells do, but without a fault, and tells the requests that no cell would have met. */
import { type Call, type Fault, ok, type VendorName } from "../emulator/index";
import { type Cell, scenarios } from "./cells";
import { inOneRun, prepare } from "./matrix";
import { at, inWords, type Request, type Scenario } from "./scenarios/scenario";
import { type Finding, Trial } from "./trial";

export interface Unfaulted {
  /** Requests that are neither in `requests` nor in `sameAs`, and those in these that were not sent. */
  readonly gaps: readonly string[];
  readonly findings: readonly Finding[];
}

export async function runUnfaulted(timeFactor: number): Promise<Unfaulted> {
  const cells = Object.entries(scenarios).flatMap(([vendor, own]) =>
    own.map((scenario) => withoutFault(vendor as VendorName, scenario)),
  );
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
    const gaps = trials.flatMap((trial) => gapsIn(trial.cell, trial.emulator.ledger.calls().slice(sent.get(trial))));
    return { gaps, findings: trials.flatMap(({ findings }) => findings) };
  } finally {
    await Promise.all(trials.map((trial) => trial.end()));
  }
}

function withoutFault(vendor: VendorName, scenario: Scenario): Cell {
  const [request = at("")] = scenario.requests;
  const name = `${vendor} ${inWords(scenario)}`;
  return { name, vendor, scenario, request, faultName: "ok", fault: ok, isContradiction: false };
}

function gapsIn({ name, scenario }: Cell, calls: readonly Call[]): string[] {
  const { requests, sameAs = {}, scripts } = scenario;
  const known = [...requests, ...Object.values(sameAs).flat()];
  const routes = Map.groupBy(calls, ({ route }) => route ?? "none");
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
