/** What Kosli's documents leave open. The first choice of each switch is the default. */
import { commonChoices, type SwitchesOf } from "../switches";

export const choices = {
  ...commonChoices,
  /** Older servers answer 200. */
  revokeRevoked: [404, 200],
  /** How a key says that it never expires, and that it was never used. */
  expiresAtNever: [0, null, "absent"],
  /**
   * How long a new key lives at most: a longer life is shortened without a word, and a key that asks for no expiry gets this one. Keys
   * from before this bound never expire. Older servers know no bound.
   * Source: https://github.com/kosli-dev/terraform-provider-kosli/blob/main/docs/resources/service_account_api_key.md (Expiry).
   */
  longestLife: ["365 days", "unbounded"],
  lastUsedNever: [0, null, "absent"],
  /** How the calls that create refuse a field: 400 `{message, errors}` or 422 `{detail: […]}`. */
  invalidCreate: [400, 422],
  /** The call for one key. Servers that do not know it lead to a login page; since 2026-08 they answer a 404 in JSON. */
  singleGet: ["answered", "login page", "JSON 404"],
  /** Whether a test deletes service accounts on purpose. A path that only resolves to an account's is never meant. */
  accountDeletion: ["catastrophe", "meant"],
  answersRequestId: [true, false],
  /** `key` is documented; one of the vendor's tutorials reads `api_key`. */
  keyField: ["key", "api_key", "both"],
} as const;

export type KosliSwitches = SwitchesOf<typeof choices>;
