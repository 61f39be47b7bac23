/**
 * The program asks for another key while a mint is pending: that one is settled first, by faults or not. Only then is the other one
 * minted, or the key in use replaced by the run after.
 */
import { type Emulator, ok, type VendorName } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { pending } from "./devin";
import { at, from, lost, type Request, type Scenario, unavailable, upInPlace } from "./scenario";

const { mint, list, self } = kits.devin.routes;

const inAnotherPlace = (emulator: Emulator) => ({ orgId: emulator.place("devin", { scope: "org-second" }).scope });

const devin: readonly Scenario[] = [
  {
    operation: "heal by up",
    given: "answer lost, created, other inputs",
    before: pending({ [mint]: [lost.created, ok] }),
    command: "up",
    edited: inAnotherPlace,
    routes: [list],
  },
  {
    operation: "heal by up",
    given: "value kept, other inputs",
    before: pending(),
    command: "up",
    edited: inAnotherPlace,
    routes: [list, self],
  },
];

function marked(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const { mint, list, revoke } = kits[vendor].routes;
  const edited = () => (vendor === "kosli" ? { description: "otherwise" } : { name: "otherwise" });
  const inputs = () => ({ marker: false });
  /** nekuda's account is proved by a list. */
  const proof: readonly Request[] = vendor === "nekuda" ? [at(list)] : [];
  const proofs = proof.length;
  const lostMint = { [mint]: [lost.created, ok], [list]: [ok, unavailable] };
  const lostRotation = { [mint]: [lost.created, ok], [list]: [...proof.map(() => ok), ok, unavailable] };
  return [
    {
      operation: "heal by up",
      given: "answer lost, created, other inputs",
      before: [{ command: "up", scripts: lostMint }],
      command: "up",
      edited,
      requests: [...proof, at(list, proofs), at(revoke), at(list, proofs + 1), at(mint)],
    },
    {
      operation: "heal by up",
      given: "no marker, answer lost, created, other inputs",
      inputs,
      before: [{ command: "up", scripts: { [mint]: [lost.created, ok], [list]: [unavailable] } }],
      command: "up",
      edited,
      requests: [...proof, at(list, proofs), from(list, proofs + 1)],
    },
    {
      operation: "heal by up",
      given: "a rotation's answer lost, created, other inputs",
      before: [upInPlace("one"), upInPlace("two", lostRotation)],
      command: "up",
      edited,
      requests: [...proof, at(list, proofs), at(revoke)],
    },
  ];
}

export const edited: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin,
  kosli: marked("kosli"),
  nekuda: marked("nekuda"),
};
