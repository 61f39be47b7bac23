/** The inputs that a schedule's programs choose from. From one variant to another a key is replaced or rotated, or a setting is written down. */
import type { Emulator, VendorName } from "../../../emulator/index";
import type { Properties } from "../../stack/provider-process";

export const variantCounts: Readonly<Record<VendorName, number>> = { devin: 6, kosli: 14, nekuda: 12 };

export function variantsOf(vendor: VendorName, emulator: Emulator): readonly Properties[] {
  return variants[vendor](emulator);
}

/** In place, and as a replacement; by another trigger, and by the time. The clock moves by hours. */
const rotations = [
  { trigger: "one", overlap: "30m" },
  { trigger: "two", overlap: "30m" },
  { trigger: "two" },
  { every: "2h", overlap: "90m" },
];

function rotating(inputs: Properties): Properties[] {
  return rotations.map((rotation) => ({ ...inputs, rotation }));
}

const variants: Readonly<Record<VendorName, (emulator: Emulator) => readonly Properties[]>> = {
  devin: (emulator) => [
    { orgId: emulator.place("devin").scope },
    ...rotating({ orgId: emulator.place("devin").scope }),
    { orgId: emulator.place("devin", { scope: `org-${"b".repeat(32)}` }).scope },
  ],
  kosli: (emulator) => [
    { serviceAccount: "ci", description: "first" },
    { serviceAccount: "ci", description: "second" },
    { serviceAccount: emulator.place("kosli", { scope: "deploy" }).scope, description: "second" },
    { serviceAccount: "ci", description: "first", expiresIn: "90d" },
    { serviceAccount: "ci", description: "unmarked", marker: false },
    ...rotating({ serviceAccount: "ci", description: "first" }),
    ...rotating({ serviceAccount: "ci", description: "unmarked", marker: false }),
    {
      serviceAccount: "ci",
      description: "first",
      expiresIn: "3h",
      rotation: { beforeExpiry: "1h", overlap: "30m" },
    },
  ],
  nekuda: () => [
    { name: "first" },
    { name: "second", description: "of two" },
    { name: "second", description: "of two", onDelete: "delete" },
    { name: "unmarked", marker: false },
    ...rotating({ name: "second", description: "of two" }),
    ...rotating({ name: "unmarked", marker: false }),
  ],
};
