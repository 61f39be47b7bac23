/** Devin's lists come in pages of 100, which move while they are read: here each list has two. */
import { ok } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { nothingTells } from "./devin";
import { lost, type Scenario } from "./scenario";

const { mint, list } = kits.devin.routes;

const operations: readonly Scenario[] = [
  { operation: "read", before: [{ command: "up" }], command: "refresh", routes: [list] },
  { operation: "revoke", before: [{ command: "up" }], command: "destroy", routes: [list] },
  {
    operation: "settle",
    given: "answer lost, created",
    command: "up",
    scripts: { [mint]: [lost.created, ok] },
    routes: [list],
  },
  { operation: "create", given: "listed values null", switches: nothingTells, command: "up", routes: [list] },
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
