/**
 * What a person does where a run can neither revoke a resource's keys nor let them go. The page that a message links to has the steps.
 *
 * The person must never lose sight of a live key.
 */
export const startAnew =
  "write down `keyId` and `previousKeyId` of this resource, run `pulumi state delete <urn>`, then revoke each of these keys that nobody uses";
