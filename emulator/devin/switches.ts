/** What Devin's documents leave open. The first choice of each switch is the default. */
import { commonChoices, type SwitchesOf } from "../switches";

export const choices = {
  ...commonChoices,
  /** `self` is documented to refuse service keys, but not with which status. */
  selfAnswersServiceKeys: [403, 401, 200, 404],
  selfAnswersAdminKeys: [200, 401, 403, 404],
  /** The fields that `self` answers as null, also of a personal key. */
  selfNulls: ["none", "user_email", "user_id and user_email", "org_id", "all"],
  /** How many digits a new id has after its `apk-`. The vendor's own example has 35, the other ids that are known have 32. */
  idDigits: [32, 35],
  /** `api_key_value` in lists. */
  apiKeyValue: [
    "masked",
    "masked by …",
    "masked by ***",
    "masked by xxx",
    "masked with a short tail",
    "whole",
    "null",
    "absent",
  ],
  listOrder: ["newest", "oldest", "shuffled"],
  /** For how many milliseconds a new key is missing from lists. */
  listLagMs: [0, 20, 60, 150, 400],
  revokeUnknown: [404, 422, 200],
  revokeRevoked: [404, 422, 200],
  createUnknownOrg: [404, 422],
  /** The documents show `created_at` with a Z, and do not say how exact it is. */
  instants: ["milliseconds Z", "seconds Z", "microseconds Z"],
  /** Newer answers are `application/problem+json`. */
  errorShape: ["detail", "problem"],
  /** How a row shows an optional field without a value. */
  unsetFields: ["null", "absent"],
} as const;

export type DevinSwitches = SwitchesOf<typeof choices>;
