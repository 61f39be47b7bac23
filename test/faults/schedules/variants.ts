/** The inputs that a schedule's programs choose from. From one variant to another a key is replaced, or a setting is written down. */
import type { Emulator, VendorName } from "../../emulator/index";
import type { Properties } from "../engine/provider-process";

export const variantCounts: Readonly<Record<VendorName, number>> = { devin: 2, kosli: 5, nekuda: 4 };

export function variantsOf(vendor: VendorName, emulator: Emulator): readonly Properties[] {
  return variants[vendor](emulator);
}

const variants: Readonly<Record<VendorName, (emulator: Emulator) => readonly Properties[]>> = {
  devin: (emulator) => [
    { orgId: emulator.place("devin").scope },
    { orgId: emulator.place("devin", { scope: `org-${"b".repeat(32)}` }).scope },
  ],
  kosli: (emulator) => [
    { serviceAccount: "ci", description: "first" },
    { serviceAccount: "ci", description: "second" },
    { serviceAccount: emulator.place("kosli", { scope: "deploy" }).scope, description: "second" },
    { serviceAccount: "ci", description: "first", expiresIn: "90d" },
    { serviceAccount: "ci", description: "unmarked", marker: false },
  ],
  nekuda: () => [
    { name: "first" },
    { name: "second", description: "of two" },
    { name: "second", description: "of two", onDelete: "delete" },
    { name: "unmarked", marker: false },
  ],
};
