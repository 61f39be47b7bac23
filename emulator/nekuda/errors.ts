/** nekuda's error bodies: `{detail}` as text or as FastAPI's list of problems, and the others that its SDK knows. */
import { STATUS_CODES } from "node:http";
import { json, type Reply } from "../reply";
import type { Problem } from "../validation";
import type { NekudaSwitches } from "./switches";

export class NekudaErrors {
  readonly #switches: NekudaSwitches;

  constructor(switches: NekudaSwitches) {
    this.#switches = switches;
  }

  of(status: number, message = STATUS_CODES[status] ?? "Error"): Reply {
    if (status === 422) return this.invalid([{ loc: ["body"], msg: message, type: "value_error" }]);
    return this.#shaped(status, message, message);
  }

  invalid(problems: Problem[]): Reply {
    const message = problems.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`).join("; ");
    return this.#shaped(422, message, problems);
  }

  #shaped(status: number, message: string, detail: string | Problem[]): Reply {
    const reason = STATUS_CODES[status] ?? "Error";
    const code = reason.toLowerCase().replace(/\W+/g, "_");
    switch (this.#switches.errorShape) {
      case "{detail}":
        return json(status, { detail });
      case "{detail: {message}}":
        return json(status, { detail: { message } });
      case "{message, code}":
        return json(status, { message, code });
      case "{error}":
        return json(status, { error: { code, message, status_code: status } });
      case "HTML": {
        const body = `<!DOCTYPE html><title>${status} ${reason}</title>\n<h1>${reason}</h1>\n`;
        return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
      }
    }
  }
}
