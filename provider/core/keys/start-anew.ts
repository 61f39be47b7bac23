/**
 * What a person does where a run can neither revoke a resource's keys nor let them go. The page that a message links to has the steps.
 *
 * Never may it lose sight of a key that lives.
 */
export const startAnew =
  "write down `keyId` and `previousKeyId` of this resource before you run `pulumi state delete <urn>`";
