/** Devin's error bodies: `{detail}` or `application/problem+json`, and the 422 of FastAPI. */
import { STATUS_CODES } from "node:http";
import { json, type Reply } from "../reply";
import type { Problem } from "../validation";
import type { DevinSwitches } from "./switches";

export class DevinErrors {
  readonly #switches: DevinSwitches;

  constructor(switches: DevinSwitches) {
    this.#switches = switches;
  }

  of(status: number, detail = STATUS_CODES[status] ?? "Error"): Reply {
    if (status === 422) return this.invalid([{ loc: ["body"], msg: detail, type: "value_error" }]);
    return this.#switches.errorShape === "detail" ? json(status, { detail }) : this.#problem(status, detail, []);
  }

  invalid(problems: Problem[]): Reply {
    if (this.#switches.errorShape === "detail") return json(422, { detail: problems });
    return this.#problem(422, "Request validation failed", problems);
  }

  #problem(status: number, detail: string, errors: Problem[]): Reply {
    const title = STATUS_CODES[status] ?? "Error";
    const body = { type: "about:blank", title, status, detail, instance: "/v2/enterprise", errors };
    return json(status, body, "application/problem+json");
  }
}
