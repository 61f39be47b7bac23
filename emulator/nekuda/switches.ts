/** What nekuda's documents leave open. The first choice of each switch is the default. */
import { instantForms } from "../iso-instant";
import { commonChoices, type SwitchesOf } from "../switches";

export const choices = {
  ...commonChoices,
  createStatus: [200, 201],
  revokeRevoked: [200, 400, 404, 409],
  /** DELETE of a key that was not revoked before. */
  deleteLive: ["allowed", 409, 400, 403, 422],
  deleteStatus: [204, 200, "200 empty", 202],
  /** `{error}` holds code, message and status_code. `HTML` is the page of a proxy in front of the API. */
  errorShape: ["{detail}", "{detail: {message}}", "{message, code}", "{error}", "HTML"],
  environment: ["test", "live", "absent"],
  /** How a request to the collection's path without its trailing slash is answered. */
  slashless: [307, 404, "accepted"],
  instants: instantForms,
  /** How a row shows an optional field without a value. */
  unsetFields: ["null", "absent"],
} as const;

export type NekudaSwitches = SwitchesOf<typeof choices>;
