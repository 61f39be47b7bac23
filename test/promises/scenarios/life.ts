/** A key's life at any vendor: it is minted, read and revoked, and a mint whose answer is lost is settled. */
import { ok } from "../../../emulator/index";
import { commands, lost, outcomes, pending, type Scenario } from "./scenario";

const ordinary: readonly Scenario[] = [
  { operation: "create", command: "up" },
  { operation: "read", before: [{ command: "up" }], command: "refresh" },
  { operation: "revoke", before: [{ command: "up" }], command: "destroy" },
];

const settles = outcomes.map(
  (outcome): Scenario => ({
    operation: "settle",
    given: `answer lost, ${outcome}`,
    command: "up",
    scripts: { mint: [lost[outcome], ok] },
    routes: ["list", "revoke"],
  }),
);

const settledLater = commands.flatMap((command): readonly Scenario[] => {
  const settling = { operation: `settle by ${command}`, command } as const;
  return [
    {
      ...settling,
      given: "answer lost, created",
      before: pending("created"),
      // If a marker proves that the lost key is ours, the run revokes it and mints another.
      routes: ["list", "revoke", "mint"],
    },
    { ...settling, given: "answer lost, not created", before: pending("not created"), routes: ["list", "mint"] },
  ];
});

const mintInPlace: Scenario = {
  operation: "mint in place",
  before: [...pending("not created"), { command: "refresh" }],
  command: "up",
};

export const life: readonly Scenario[] = [...ordinary, ...settles, ...settledLater, mintInPlace];
