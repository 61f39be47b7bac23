/** nekuda's error bodies: `{detail}`, as text or as FastAPI's list of problems. */
import { STATUS_CODES } from "node:http";
import { json, type Reply } from "../reply";
import type { Problem } from "../validation";

export function nekudaError(status: number, detail = STATUS_CODES[status] ?? "Error"): Reply {
  return status === 422
    ? nekudaInvalid([{ loc: ["body"], msg: detail, type: "value_error" }])
    : json(status, { detail });
}

export function nekudaInvalid(problems: Problem[]): Reply {
  return json(422, { detail: problems });
}
