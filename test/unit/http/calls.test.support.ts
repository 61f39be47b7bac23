/** Calls through the product's own client, and how each of them ends. */
import { z } from "zod";
import type { AccountDefinition } from "../../../provider/core/vendor/account-definition";
import { OutcomeUnknown, RequestNotSent, RequestRefused } from "../../../provider/core/vendor/call-failures";
import { Client } from "../../../provider/core/vendor/http/client";
import { accountAt } from "../accounts.test.support";

export const accountDefinition: AccountDefinition = {
  vendor: "vendor",
  title: "Vendor",
  token: { env: ["TOKEN"], config: "token" },
  url: { env: ["URL"], config: "url", default: "https://vendor.invalid" },
};

const token = "token-CANARY-5f0e1d2c3b4a";
export const methods = ["GET", "POST", "PUT", "DELETE"] as const;
export type Method = (typeof methods)[number];
export type Outcome = "success" | "refused" | "unknown" | "not sent";

const anything = z.object({ ok: z.literal(true) });

export function call(url: string, method: Method, body: object = { name: "body-CANARY-90817263" }) {
  const client = new Client(accountAt(accountDefinition, url, token));
  if (method === "GET") return client.get("reading", "/keys/one", anything);
  if (method === "POST") return client.post("creating", "/keys", anything, body);
  if (method === "PUT") return client.put("revoking", "/keys/one/revoke", anything);
  return client.delete("deleting", "/keys/one", anything);
}

export interface CallEnd {
  outcome: Outcome;
  error: Error | undefined;
  elapsedMs: number;
}

/** Waits for a call. An error that is not of one of the client's three classes is a defect: it is thrown. */
export async function endOf(work: Promise<unknown>): Promise<CallEnd> {
  const start = performance.now();
  try {
    await work;
    return { outcome: "success", error: undefined, elapsedMs: performance.now() - start };
  } catch (error) {
    return { outcome: outcomeOf(error), error: error as Error, elapsedMs: performance.now() - start };
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof RequestRefused) return "refused";
  if (error instanceof OutcomeUnknown) return "unknown";
  if (error instanceof RequestNotSent) return "not sent";
  throw error;
}
