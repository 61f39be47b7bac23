/**
 * Every `Date` of the vendor is off throughout, by the same: they agree with each other, so that only our own clock contradicts
 * them. A mint meets each fault, and so do the lists by which it is settled.
 */
import { ok, type VendorName } from "../../../emulator/index";
import { commonChoices } from "../../../emulator/switches";
import { kits } from "../../vendors/index";
import { keysAnswer, nothingTells, pending } from "./devin";
import { at, from, lost, type Scenario, unavailable } from "./scenario";

const { mint, list } = kits.devin.routes;

const devin: readonly Scenario[] = [
  { operation: "create", given: "keys answer", command: "up", switches: keysAnswer, routes: [mint] },
  { operation: "create", command: "up", routes: [mint, list] },
  { operation: "create", given: "listed values null", command: "up", switches: nothingTells, routes: [mint, list] },
  {
    operation: "heal by up",
    given: "answer lost, created",
    command: "up",
    before: pending({ [mint]: [lost.created, ok] }),
    routes: [list],
  },
];

function marked(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const routes = kits[vendor].routes;
  const inputs = () => ({ marker: false });
  const settling = vendor === "nekuda" ? 1 : 0;
  return [
    { operation: "create", command: "up", requests: [at(routes.mint)], sameAs: { create: [at(routes.list)] } },
    { operation: "create", given: "no marker", inputs, command: "up", requests: [at(routes.mint)] },
    {
      operation: "heal by up",
      given: "no marker, answer lost, created",
      inputs,
      command: "up",
      before: [{ command: "up", scripts: { [routes.mint]: [lost.created, ok], [routes.list]: [unavailable] } }],
      requests: [from(routes.list, settling)],
      ...(settling > 0 && { sameAs: { "heal by up (no marker, answer lost, created)": [at(routes.list)] } }),
    },
  ];
}

const offs = commonChoices.dateOffMs.filter((ms) => ms !== 0);

function withDatesOff(vendor: VendorName, scenarios: readonly Scenario[]): Scenario[] {
  return offs.flatMap((dateOffMs) =>
    scenarios.map((scenario) => ({
      ...scenario,
      given: [scenario.given, `each Date ${dateOffMs / 1000} s off`].filter(Boolean).join(", "),
      switches: { [vendor]: { ...scenario.switches?.[vendor], dateOffMs } },
    })),
  );
}

export const datesOff: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin: withDatesOff("devin", devin),
  kosli: withDatesOff("kosli", marked("kosli")),
  nekuda: withDatesOff("nekuda", marked("nekuda")),
};
