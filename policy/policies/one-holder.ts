/**
 * No two resources hold the same vendor key. Ids are known only once keys are there, so this looks at the stack after the fact.
 *
 * A key's id is an output like any other, and is not told: the resources are.
 */
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { definitionByToken } from "../key";

const seeingAll =
  "in a `pulumi up` without `--target` and `--exclude`. A run that does not see the other resource revokes the key";

export const oneHolder: StackValidationPolicy = {
  name: "one-holder",
  description: "No two resources hold the same vendor key.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: `Take all but one of these resources out of the program, ${seeingAll}.`,
  validateStack: ({ resources }, reportViolation) => {
    for (const holders of holdersByKey(resources).values()) {
      for (const { name, urn } of holders) {
        const others = holders.filter((other) => other.urn !== urn);
        if (others.length === 0) continue;
        reportViolation(
          `"${name}" holds the same key as ${others.map((other) => `"${other.name}"`).join(" and ")}: take one of these resources out of the program, ${seeingAll}`,
          urn,
        );
      }
    }
  },
};

/** By vendor, address and id; a superseded key that is still valid is held too. */
function holdersByKey(resources: readonly PolicyResource[]): Map<string, PolicyResource[]> {
  const holders = new Map<string, PolicyResource[]>();
  for (const resource of resources) {
    const definition = definitionByToken.get(resource.type);
    if (!definition) continue;
    const { keyId, previousKeyId, mintedBy } = resource.props;
    for (const id of new Set([keyId, previousKeyId])) {
      // Empty while a lost answer is not settled.
      if (typeof id !== "string" || id === "") continue;
      const key = JSON.stringify([definition.type, mintedBy?.url, id]);
      holders.set(key, [...(holders.get(key) ?? []), resource]);
    }
  }
  return holders;
}
