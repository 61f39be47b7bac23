/** Kosli's error bodies: `{message, errors?}`. */
import { STATUS_CODES } from "node:http";
import { json, type Reply } from "../reply";

export const messages = {
  unauthenticated: "Authentication required",
  forbidden: "You don't have permission to access this resource",
  noAccount: "Service account not found",
  noKey: "API key not found",
  expired: "expires_at cannot be in the past",
} as const;

export function kosliError(status: number, message = STATUS_CODES[status] ?? "Error"): Reply {
  return json(status, { message });
}

export function kosliInvalid(errors: Record<string, string>): Reply {
  return json(400, { message: "Input payload validation failed", errors });
}
