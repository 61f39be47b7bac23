/** What the fault tests know of each vendor: a key's inputs, the requests of each operation, an account's credentials. */
import { providerText } from "../../provider/core/shell";
import type { Emulator, VendorName } from "../emulator/index";
import type { Properties } from "./engine/provider-process";

export type Operation = "create" | "read" | "revoke";

/** A request of an operation: the route, and how many calls of it come before. */
export type Request = readonly [route: string, callsBefore: number];

interface VendorCase {
  readonly type: string;
  readonly requests: Readonly<Record<Operation, readonly Request[]>>;
  inputs(emulator: Emulator): Properties;
  /** An entry of `<vendor>:accounts` in the stack's config. */
  account(environment: Record<string, string>): Record<string, string | undefined>;
}

const devinKeys = "/v2/enterprise/api-keys";
const kosliKeys = "/service-accounts/:org/:name/api-keys";

export const vendorCases: Readonly<Record<VendorName, VendorCase>> = {
  devin: {
    type: "devin:ServiceApiKey",
    requests: {
      create: [
        ["GET /v2/enterprise/self", 0],
        [`POST ${devinKeys}`, 0],
        ["GET /v2/enterprise/self", 1],
      ],
      read: [[`GET ${devinKeys}`, 0]],
      revoke: [
        [`GET ${devinKeys}`, 0],
        ["GET /v2/enterprise/self", 0],
        [`DELETE ${devinKeys}/:id`, 0],
      ],
    },
    inputs: (emulator) => ({ orgId: emulator.place("devin").scope }),
    account: (env) => ({ apiKey: env.DEVIN_ENTERPRISE_API_KEY, apiUrl: env.DEVIN_API_URL }),
  },
  kosli: {
    type: "kosli:ServiceAccountApiKey",
    requests: {
      create: [[`POST ${kosliKeys}`, 0]],
      read: [[`GET ${kosliKeys}/:id`, 0]],
      revoke: [
        [`GET ${kosliKeys}/:id`, 0],
        [`DELETE ${kosliKeys}/:id`, 0],
      ],
    },
    inputs: () => ({ serviceAccount: "ci", description: "under faults" }),
    account: (env) => ({ apiToken: env.KOSLI_API_TOKEN, apiUrl: env.KOSLI_API_URL, org: env.KOSLI_ORG }),
  },
  nekuda: {
    type: "nekuda:ApiKey",
    requests: {
      create: [["POST /api/v2/api-keys/", 0]],
      read: [["GET /api/v2/api-keys/:id", 0]],
      revoke: [
        ["GET /api/v2/api-keys/:id", 0],
        ["PUT /api/v2/api-keys/:id/revoke", 0],
      ],
    },
    inputs: () => ({ name: "under faults" }),
    account: (env) => ({ token: env.NEKUDA_TOKEN, apiUrl: env.NEKUDA_BASE_URL }),
  },
};

/** The inputs as a class's constructor hands them to the engine. */
export function inputsOf(vendor: VendorName, emulator: Emulator, name: string, account: string): Properties {
  const { type, inputs } = vendorCases[vendor];
  return { ...inputs(emulator), account, origin: { name, hash: "0123abcd" }, __provider: providerText(type) };
}
