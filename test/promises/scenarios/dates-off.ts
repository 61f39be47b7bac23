/**
 * Every `Date` of the vendor is off by the same amount, so only our own clock contradicts them. The faults are met by a mint, and by the
 * lists that settle it.
 */
import { commonChoices } from "../../../emulator/switches";
import { isMarked, type VendorKit } from "../../vendors/kit";
import { pending, type Scenario } from "./scenario";
import { pendingUnmarked } from "./unmarked";

const inputs = () => ({ marker: false });

const ofNameless: readonly Scenario[] = [
  { operation: "create", command: "up", routes: ["mint", "list"] },
  {
    operation: "settle by up",
    given: "answer lost, created",
    command: "up",
    before: pending("created"),
    routes: ["list"],
  },
];

const ofMarked: readonly Scenario[] = [
  { operation: "create", command: "up", routes: ["mint"] },
  { operation: "create", given: "no marker", inputs, command: "up", routes: ["mint"] },
  {
    operation: "settle by up",
    given: "no marker, answer lost, created",
    inputs,
    command: "up",
    before: pendingUnmarked("created"),
    routes: ["list"],
  },
];

const offs = commonChoices.dateOffMs.filter((ms) => ms !== 0);

export function withDatesOff(scenarios: readonly Scenario[]): Scenario[] {
  return offs.flatMap((dateOffMs) =>
    scenarios.map((scenario) => ({
      ...scenario,
      given: [scenario.given, `each Date ${dateOffMs / 1000} s off`].filter(Boolean).join(", "),
      switches: { ...scenario.switches, dateOffMs },
    })),
  );
}

export function datesOff(kit: VendorKit): readonly Scenario[] {
  return withDatesOff(isMarked(kit) ? ofMarked : ofNameless);
}
