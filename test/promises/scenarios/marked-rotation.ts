/** Kosli's and nekuda's keys that rotate: a lost answer is proved by the marker, beside the key in use. */
import { ok } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import {
  at,
  commands,
  from,
  lost,
  type Request,
  type Scenario,
  unavailable,
  upAsReplacement,
  upInPlace,
} from "./scenario";

export function markedRotations(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const { mint, list, revoke, find } = kits[vendor].routes;
  /** nekuda's account is proved by a list, before anything is done in place. */
  const proof: readonly Request[] = vendor === "nekuda" ? [at(list)] : [];
  const proofs = proof.length;
  const rotated = [upInPlace("one"), upInPlace("two")];

  const ordinary: readonly Scenario[] = [
    {
      operation: "rotate",
      before: [upInPlace("one")],
      ...upInPlace("two"),
      requests: [...proof, at(list, proofs), at(mint)],
    },
    {
      operation: "rotate",
      given: "the key before still lives",
      before: rotated,
      ...upInPlace("three"),
      // The first list tells the vendor's clock.
      requests: [at(list), at(find), at(revoke), at(list, 1), at(mint)],
    },
    {
      operation: "rotate",
      given: "by replacement",
      before: [upAsReplacement("one")],
      ...upAsReplacement("two"),
      requests: [at(list), at(mint), at(find), at(revoke)],
    },
    {
      operation: "retire",
      before: rotated,
      command: "up",
      isLater: true,
      requests: [at(list), at(find), at(revoke)],
    },
    {
      operation: "read",
      given: "the key before still lives",
      before: rotated,
      command: "refresh",
      requests: [at(find)],
    },
    {
      operation: "revoke",
      given: "the key before still lives",
      before: rotated,
      command: "destroy",
      requests: [at(find), at(revoke), at(find, 1), at(revoke, 1)],
    },
  ];

  const settles: readonly Scenario[] = [
    {
      operation: "settle",
      given: "a rotation's answer lost, created",
      before: [upInPlace("one")],
      ...upInPlace("two", { [mint]: [lost.created, ok] }),
      requests: [at(list, proofs + 1), at(revoke)],
      sameAs: { rotate: [...proof, at(list, proofs)] },
    },
    {
      operation: "settle",
      given: "a rotation's answer lost, not created",
      before: [upInPlace("one")],
      ...upInPlace("two", { [mint]: [lost["not created"], ok] }),
      requests: [at(list, proofs + 1), from(list, proofs + 2)],
      sameAs: { rotate: [...proof, at(list, proofs)] },
    },
  ];

  /** A rotation whose mint is pending, since no list could be read after it. */
  function pending(outcome: keyof typeof lost): NonNullable<Scenario["before"]> {
    const lists = [...proof.map(() => ok), ok, unavailable];
    return [upInPlace("one"), upInPlace("two", { [mint]: [lost[outcome], ok], [list]: lists })];
  }

  const heals = commands.flatMap((command): readonly Scenario[] => {
    /** What is done with the key in use, or in its place, once the other is revoked. */
    const further: Readonly<Record<typeof command, readonly Request[]>> = {
      up: [at(list, proofs + 1), at(mint)],
      refresh: [at(find)],
      destroy: [at(find), at(revoke, 1)],
    };
    const alone: typeof further = { up: [at(mint)], refresh: [at(find)], destroy: [at(find), at(revoke)] };
    return [
      {
        operation: `heal by ${command}`,
        given: "a rotation's answer lost, created",
        before: pending("created"),
        command,
        requests: [...proof, at(list, proofs), at(revoke), ...further[command]],
      },
      {
        operation: `heal by ${command}`,
        given: "a rotation's answer lost, not created",
        before: pending("not created"),
        command,
        requests: [at(list, proofs), from(list, proofs + 1), ...alone[command]],
        sameAs: { [`heal by ${command} (a rotation's answer lost, created)`]: proof },
      },
    ];
  });

  return [...ordinary, ...settles, ...heals];
}
