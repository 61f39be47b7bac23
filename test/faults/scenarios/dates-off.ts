/**
 * Every `Date` of the vendor is off throughout, by the same: they agree with each other, so that only our own clock contradicts
 * them. A mint meets each fault, and so do the lists by which it is settled.
 */
import { ok, type VendorName } from "../../emulator/index";
import { commonChoices } from "../../emulator/switches";
import { vendorCases } from "../vendor-cases";
import { at, from, lost, type Scenario, unavailable } from "./scenario";

const { mint, list, self } = vendorCases.devin.routes;

const devin: readonly Scenario[] = [
  { operation: "create", command: "up", requests: [at(mint)], sameAs: { create: [at(self), at(self, 1)] } },
  {
    operation: "settle",
    given: "self denied, listed values null",
    command: "up",
    switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } },
    requests: [at(mint), from(list, 0)],
    sameAs: { create: [at(self), at(self, 1)] },
  },
  {
    operation: "heal by up",
    given: "answer lost, created",
    command: "up",
    before: [{ command: "up", scripts: { [mint]: [lost.created, ok], [list]: [unavailable] } }],
    requests: [from(list, 1)],
    sameAs: { "heal by up (answer lost, created)": [at(list)] },
  },
];

function marked(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const routes = vendorCases[vendor].routes;
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
