/** What Resend's documents leave open, or say in two ways. The first choice of each switch is the default. */
import { commonChoices, type SwitchesOf } from "../switches";

export const choices = {
  ...commonChoices,
  /** The reference shows an object, the specification an empty answer. */
  revokeAnswer: ["object", "empty"],
  revokeUnknown: [404, 200],
  /** The order is not documented. */
  listOrder: ["newest", "oldest"],
  /** By the documents, all keys come at once without `limit`. A server may answer in pages of 20 all the same. */
  listPages: ["only on demand", "always"],
  /** Both are shown in the documents. */
  instants: ["space +00", "microseconds +00:00"],
  /** Whether a row has `last_used_at`. Older documents show rows without it. */
  lastUsed: ["told", "absent"],
} as const;

export type ResendSwitches = SwitchesOf<typeof choices>;
