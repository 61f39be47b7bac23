/** What nobody has seen documented of Resend's API, and where its documents disagree; the first of each is the default. */
import { commonChoices, type SwitchesOf } from "../switches";

export const choices = {
  ...commonChoices,
  /** The reference shows an object, the specification an empty answer. */
  revokeAnswer: ["object", "empty"],
  revokeUnknown: [404, 200],
  /** The order is not documented. */
  listOrder: ["newest", "oldest"],
  /** Without `limit` all keys are documented to come at once; a server may answer in pages of 20 all the same. */
  listPages: ["only on demand", "always"],
  /** Both are shown in the documents. */
  instants: ["space +00", "microseconds +00:00"],
  /** A row without `last_used_at`, as older documents show it. */
  lastUsed: ["told", "absent"],
} as const;

export type ResendSwitches = SwitchesOf<typeof choices>;
