/** Resend's error bodies: `{statusCode, name, message}`. Source: https://resend.com/docs/api-reference/errors. */
import { json, Refused, type Reply } from "../reply";

const names: Readonly<Record<number, [name: string, message: string]>> = {
  400: ["validation_error", "We found an error with one or more fields in the request."],
  401: ["missing_api_key", "Missing API key in the authorization header."],
  403: ["invalid_api_key", "API key is invalid."],
  404: ["not_found", "API key not found"],
  405: ["method_not_allowed", "Method is not allowed for the requested path."],
  422: ["validation_error", "We found an error with one or more fields in the request."],
  429: ["rate_limit_exceeded", "Too many requests. You can only make 2 requests per second."],
};

export function resendError(status: number, told: { name?: string; message?: string } = {}): Reply {
  const [name, message] = names[status] ?? ["application_error", "An unexpected error occurred."];
  return json(status, { statusCode: status, name: told.name ?? name, message: told.message ?? message });
}

export function restricted(): Refused {
  const message = "This API key is restricted to only send emails.";
  return new Refused(resendError(401, { name: "restricted_api_key", message }));
}

export function invalid(message: string): Refused {
  return new Refused(resendError(422, { message }));
}
