/** For vendors whose answer to a create lacks the key's id: the answer came, and the record keeps its value until the id is known. */
import type { VendorKit } from "../../vendors/kit";
import { commands, listsBeforeRotation, type Scenario, silentBehind, upInPlace } from "./scenario";

/** A create after which no list is answered. */
export const valueKept = [{ command: "up", scripts: { list: silentBehind(1) } }] as const;

export function keptValues(kit: VendorKit): readonly Scenario[] {
  const rotated = [upInPlace("one"), upInPlace("two", { list: silentBehind(listsBeforeRotation(kit)) })];
  return commands.flatMap((command): readonly Scenario[] => {
    const settling = { operation: `settle by ${command}`, command } as const;
    return [
      { ...settling, given: "value kept", before: valueKept },
      { ...settling, given: "a rotation's value kept", before: rotated },
    ];
  });
}
