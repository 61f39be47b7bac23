/** Kosli's error bodies: `{message, errors?}`, and the 422 of FastAPI. */
import { STATUS_CODES } from "node:http";
import { type Asked, isObject } from "../asked";
import { json, Refused, type Reply } from "../reply";
import type { Problem } from "../validation";

export const messages = {
  unauthenticated: "Authentication required",
  forbidden: "You don't have permission to access this resource",
  noAccount: "Service account not found",
  noKey: "API key not found",
  taken: "Service account already exists",
  expired: "expires_at cannot be in the past",
} as const;

export function kosliError(status: number, message = STATUS_CODES[status] ?? "Error"): Reply {
  return json(status, { message });
}

export function kosliInvalid(errors: Record<string, string>, status: 400 | 422 = 400): Reply {
  if (status === 400) return json(400, { message: "Input payload validation failed", errors });
  const problems = Object.entries(errors).map(([field, msg]): Problem => {
    return { loc: field === "body" ? ["body"] : ["body", field], msg, type: "value_error" };
  });
  return json(422, { detail: problems });
}

export const noObject = { body: "a JSON object is required" };

/** For calls whose every field is optional: the body may be absent, but no body may be anything else than an object. */
export function refuseBodyThatIsNoObject({ body, bodyProblem }: Asked): void {
  const isAbsent = body === undefined && bodyProblem === undefined;
  if (!isAbsent && !isObject(body)) throw new Refused(kosliInvalid(noObject));
}
