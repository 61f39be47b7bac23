/** What nobody has seen documented of Kosli's API; the first of each is the default. */
import { commonChoices, type SwitchesOf } from "../switches";

export const choices = {
  ...commonChoices,
  /** Older servers answer 200. */
  revokeRevoked: [404, 200],
  /** How a key says that it never expires, and that it was never used. */
  expiresAtNever: [0, null, "absent"],
  lastUsedNever: [0, null],
  answersRequestId: [true, false],
  /** `key` is documented; one of the vendor's tutorials reads `api_key`. */
  keyField: ["key", "api_key", "both"],
} as const;

export type KosliSwitches = SwitchesOf<typeof choices>;
