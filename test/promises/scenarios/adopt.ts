/** `adopt`: a key that a person has made by hand is taken over, where a mint would be. */
import type { Emulator, VendorName } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { at, type Request, type Scenario, upInPlace } from "./scenario";

const { devin, kosli, nekuda } = kits;

/** Whether a key may be the one that asks: Kosli tells by whether it is used meanwhile. */
const mayBeLogin = [at(kosli.routes.find, 1), at(kosli.routes.find, 2)];

const { list, self } = devin.routes;

export const adoptScenarios: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin: [
    { ...adopt("devin", "alone"), routes: [self, list] },
    { ...adopt("devin", "and its value"), routes: [self, list] },
  ],
  kosli: [
    adopt("kosli", "alone", [at(kosli.routes.find), ...mayBeLogin]),
    adopt("kosli", "and its value", [at(kosli.routes.find), ...mayBeLogin, at(kosli.routes.find, 3)]),
    {
      operation: "revoke",
      given: "adopted without its value",
      inputs: adopting("kosli", "alone"),
      before: [{ command: "up" }],
      command: "destroy",
      requests: [at(kosli.routes.find), ...mayBeLogin, at(kosli.routes.revoke)],
    },
    {
      operation: "retire",
      given: "adopted without its value",
      inputs: adopting("kosli", "alone"),
      before: [upInPlace("one"), { ...upInPlace("two"), isAdoptRemoved: true }],
      command: "up",
      isLater: true,
      requests: [at(kosli.routes.list), at(kosli.routes.find), ...mayBeLogin, at(kosli.routes.revoke)],
    },
  ],
  nekuda: [
    adopt("nekuda", "alone", [at(nekuda.routes.find)]),
    adopt("nekuda", "and its value", [at(nekuda.routes.find)]),
  ],
};

type Told = "alone" | "and its value";

function adopt(vendor: VendorName, told: Told, requests?: readonly Request[]): Scenario {
  const adopted = {
    operation: "adopt",
    given: `the id ${told}`,
    inputs: adopting(vendor, told),
    command: "up",
  } as const;
  return requests ? { ...adopted, requests } : adopted;
}

function adopting(vendor: VendorName, told: Told): NonNullable<Scenario["inputs"]> {
  return ({ strangers, ledger }: Emulator) => {
    const key = strangers.mint(vendor, { by: "a person" });
    return { adopt: { keyId: key.id, ...(told === "alone" ? {} : { value: ledger.valueOf(key) }) } };
  };
}
