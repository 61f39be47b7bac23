/** The run that meets the fault has another token than the one before, of the same account: what is on record is still its own. */
import { ok, type VendorName } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { pending } from "./devin";
import { at, lost, type Request, type Scenario, unavailable } from "./scenario";

const another = { given: "another token", hasAnotherToken: true } as const;
const healing = "answer lost, created";

const { mint, list } = kits.devin.routes;

/** Of a key in use, which is looked up by this route; the requests that come after are the same as ever. */
function inUse(find: string, revoke: readonly Request[]): readonly Scenario[] {
  const whole = { ...another, before: [{ command: "up" }], requests: [at(find)] } as const;
  return [
    { operation: "read", ...whole, command: "refresh" },
    { operation: "revoke", ...whole, command: "destroy", sameAs: { revoke } },
  ];
}

const devin: readonly Scenario[] = [
  { operation: "read", ...another, before: [{ command: "up" }], command: "refresh", routes: [list] },
  { operation: "revoke", ...another, before: [{ command: "up" }], command: "destroy", routes: [list] },
  {
    operation: "heal by destroy",
    ...another,
    before: pending({ [mint]: [lost.created, ok] }),
    command: "destroy",
    routes: [list],
  },
];

function marked(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const { mint, list, revoke, find } = kits[vendor].routes;
  /** nekuda's account is proved by a list. */
  const proof: readonly Request[] = vendor === "nekuda" ? [at(list)] : [];
  const proofs = proof.length;
  const pending = [{ command: "up", scripts: { [mint]: [lost.created, ok], [list]: [ok, unavailable] } }] as const;
  return [
    ...inUse(find, [at(revoke)]),
    {
      operation: "heal by up",
      ...another,
      before: pending,
      command: "up",
      requests: [at(list, proofs)],
      sameAs: { [`heal by up (${healing})`]: [...proof, at(revoke), at(list, proofs + 1), at(mint)] },
    },
    {
      operation: "heal by destroy",
      ...another,
      before: pending,
      command: "destroy",
      requests: [at(list, proofs)],
      sameAs: { [`heal by destroy (${healing})`]: [...proof, at(revoke)] },
    },
  ];
}

export const anotherToken: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin,
  kosli: marked("kosli"),
  nekuda: marked("nekuda"),
};
