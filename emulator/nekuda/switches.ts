/** What nobody has seen documented of nekuda's API; the first of each is the default. */
import { instantForms } from "../iso-instant";
import { commonChoices, type SwitchesOf } from "../switches";

export const choices = {
  ...commonChoices,
  createStatus: [200, 201],
  revokeRevoked: [200, 400, 404, 409],
  /** DELETE of a key that was not revoked before. */
  deleteLive: ["allowed", 409, 400, 403, 422],
  deleteStatus: [204, 200, "200 empty", 202],
  /** `{error}` holds code, message and status_code; HTML is the page of what stands in front of the API. */
  errorShape: ["{detail}", "{detail: {message}}", "{message, code}", "{error}", "HTML"],
  environment: ["test", "live", "absent"],
  /** The collection without its trailing slash. */
  slashless: [307, 404, "accepted"],
  instants: instantForms,
  /** Optional fields of a row without a value. */
  unsetFields: ["null", "absent"],
} as const;

export type NekudaSwitches = SwitchesOf<typeof choices>;
