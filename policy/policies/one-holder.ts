/**
 * No two resources hold the same vendor key. Ids are known only once keys are there, so this policy looks at the stack after the mints.
 *
 * A violation names the resources. It must never name the key's id, which is an output like any other.
 */
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { definitionByToken } from "../key";

const seeingAll =
  "Do so in a `pulumi up` without `--target` and `--exclude`. A run that does not see the other resource revokes the key";

export const oneHolder: StackValidationPolicy = {
  name: "one-holder",
  description: "No two resources hold the same vendor key.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Take all but one of the resources that have the key as `keyId` out of the program. " +
    `Keep one that has the key only as \`previousKeyId\`, or wait until its overlap has ended. ${seeingAll}.`,
  validateStack: ({ resources }, reportViolation) => {
    for (const holders of holdersByKey(resources).values()) {
      for (const { resource } of holders) {
        const others = holders.filter((other) => other.resource.urn !== resource.urn);
        if (others.length === 0) continue;
        reportViolation(
          `"${resource.name}" holds the same key as ${named(others)}. ${adviceFor(holders)}`,
          resource.urn,
        );
      }
    }
  },
};

interface Holder {
  readonly resource: PolicyResource;
  /** False where it is the previous key. */
  readonly isInUse: boolean;
}

/** A resource that holds the key as its previous key stays: it has another key in use, which its destroy would revoke too. */
function adviceFor(holders: readonly Holder[]): string {
  const { inUse = [], previous = [] } = Object.groupBy(holders, ({ isInUse }) => (isInUse ? "inUse" : "previous"));
  if (previous.length === 0)
    return `Take all but one of these resources out of the program, and give their users the value of the one left. ${seeingAll}`;
  const keep = `${named(previous)} has that key only as \`previousKeyId\`: keep it`;
  if (inUse.length === 0) return `Each has that key only as \`previousKeyId\`: wait until the overlap has ended`;
  return `${keep}. Take ${named(inUse)} out of the program, and give its users the other's value. ${seeingAll}. Or wait until the overlap has ended`;
}

function named(holders: readonly Holder[]): string {
  return holders.map(({ resource }) => `"${resource.name}"`).join(" and ");
}

/** The holders of each key, by type, URL and id. A resource holds its previous key too. */
function holdersByKey(resources: readonly PolicyResource[]): Map<string, Holder[]> {
  const holders = new Map<string, Holder[]>();
  for (const resource of resources) {
    const definition = definitionByToken.get(resource.type);
    if (!definition) continue;
    const { keyId, previousKeyId, mintedBy } = resource.props;
    for (const id of new Set([keyId, previousKeyId])) {
      // The id is empty while a mint is pending and no key is in use.
      if (typeof id !== "string" || id === "") continue;
      const key = JSON.stringify([definition.type, mintedBy?.url, id]);
      holders.set(key, [...(holders.get(key) ?? []), { resource, isInUse: id === keyId }]);
    }
  }
  return holders;
}
