/** Devin's lists come in pages of 100: here each has two, and is read twice, since pages move. The second page meets the fault. */
import { ok } from "../../emulator/index";
import { vendorCases } from "../vendor-cases";
import { at, from, lost, type Scenario } from "./scenario";

const { mint, list, revoke, self } = vendorCases.devin.routes;

const oneList = [at(list, 1), at(list, 3)];
const eachList = [...oneList, from(list, 5)];
const firstPages = [at(list), at(list, 2), at(list, 4)];

const operations: readonly Scenario[] = [
  {
    operation: "read",
    before: [{ command: "up" }],
    command: "refresh",
    requests: oneList,
    sameAs: { read: [at(list), at(list, 2)] },
  },
  {
    operation: "revoke",
    before: [{ command: "up" }],
    command: "destroy",
    requests: oneList,
    sameAs: { revoke: [at(list), at(list, 2), at(self), at(revoke)] },
  },
  {
    operation: "settle",
    given: "answer lost, created",
    command: "up",
    scripts: { [mint]: [lost.created, ok] },
    requests: eachList,
    sameAs: { create: [at(self)], "settle (answer lost, created)": firstPages },
  },
  {
    operation: "settle",
    given: "self denied, listed values null",
    switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } },
    command: "up",
    requests: eachList,
    sameAs: { create: [at(self), at(mint), at(self, 1)], "settle (self denied, listed values null)": firstPages },
  },
];

/** By the order a key that was just minted stands on the first page, or on the last. */
export const devinPages: readonly Scenario[] = (["newest", "oldest"] as const).flatMap((listOrder) =>
  operations.map((scenario) => ({
    ...scenario,
    given: [scenario.given, `two pages, ${listOrder} first`].filter(Boolean).join(", "),
    strangers: 120,
    switches: { devin: { listOrder, ...scenario.switches?.devin } },
  })),
);
