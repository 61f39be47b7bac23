/**
 * What a person does where a run can neither revoke a resource's keys nor let them go.
 *
 * Never may it lose sight of a key that lives, nor send to a revoke of a key that may be another's.
 */

/** Steps from "1." on, the last without its full stop. `more` names a key that is looked at beside those of the record. */
export function startAnew(more?: string): string {
  const keys = ["the keys written down", ...(more === undefined ? [] : [more]), "the key of a pending mint"];
  return (
    "1. Write down `keyId` and `previousKeyId` of this resource (`pulumi stack export`). " +
    "2. Run `pulumi state delete <urn>`. " +
    "3. If the program still declares the resource: run `pulumi up`, which mints a key if the state holds none. " +
    `4. Look at ${keys.slice(0, -1).join(", ")} and ${keys.at(-1)}. Revoke by hand those of this resource, once nobody uses them`
  );
}
