/** What the passing of time asks of a key, where no trigger does: by its age, by its expiry. */
import type { VendorName } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { at, type Request, type Scenario } from "./scenario";

/** Due in the third run that is an hour later, and not again before the end, also where the vendor dates the new key an hour too early. */
const rotation = { every: "150m", overlap: "30m" } as const;
const later = { command: "up", isLater: true } as const;
const before = [{ command: "up", rotation }, later, later] as const;
const due = { before, command: "up", isLater: true } as const;

function unmarked(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const { mint, list } = kits[vendor].routes;
  // nekuda's account is proved by a list; without one the clock is asked for by a list of its own.
  const requests: readonly Request[] = [at(list), at(mint)];
  return [{ operation: "rotate", given: "by its age, no marker", inputs: () => ({ marker: false }), ...due, requests }];
}

const { devin, kosli } = kits;

const expiring = () => ({ expiresIn: "150m" });

/** The replacement of an expired key begins with a list that tells the clock; nothing is left to revoke. */
const expired: readonly Scenario[] = [
  {
    operation: "rotate",
    given: "expired, by replacement",
    inputs: expiring,
    before: [{ command: "up" }, later, later],
    command: "up",
    isLater: true,
    requests: [
      ...[0, 1, 2].map((call) => at(kosli.routes.list, call)),
      at(kosli.routes.mint),
      ...[0, 1].map((call) => at(kosli.routes.find, call)),
    ],
  },
  {
    operation: "rotate",
    given: "expired, in place",
    inputs: expiring,
    before: [{ command: "up", rotation: { overlap: "30m" } }, later, later],
    command: "up",
    isLater: true,
    requests: [at(kosli.routes.list), at(kosli.routes.mint)],
  },
];

export const byTime: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin: [
    {
      operation: "rotate",
      given: "by its age",
      ...due,
      routes: [devin.routes.list, devin.routes.self, devin.routes.mint],
    },
  ],
  kosli: [...unmarked("kosli"), ...expired],
  nekuda: unmarked("nekuda"),
};
