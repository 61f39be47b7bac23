/** What the tests of keys' lives know of each vendor: its requests and a key's inputs. */
import type { Emulator, VendorName } from "../../emulator/index";
import { providerText } from "../../provider/core/program/provider-text";
import type { Properties } from "../stack/provider-process";

/** The requests that a lifecycle can make, by what they do. */
export interface Routes {
  readonly mint: string;
  readonly list: string;
  readonly revoke: string;
  /** Who asks; asked with a key's value, that key's id. */
  readonly self?: string;
  /** The key by its id. */
  readonly find?: string;
  /** Clears away what is kept of a revoked key. */
  readonly discard?: string;
}

interface VendorCase {
  readonly type: string;
  /** The output that holds the key's value. */
  readonly value: string;
  readonly routes: Routes;
  inputs(emulator: Emulator): Properties;
}

const devinKeys = "/v2/enterprise/api-keys";
const kosliKeys = "/service-accounts/:org/:name/api-keys";
const nekudaKeys = "/api/v2/api-keys/";

export const vendorCases = {
  devin: {
    type: "devin:ServiceApiKey",
    value: "apiKey",
    routes: {
      mint: `POST ${devinKeys}`,
      list: `GET ${devinKeys}`,
      revoke: `DELETE ${devinKeys}/:id`,
      self: "GET /v2/enterprise/self",
    },
    inputs: (emulator) => ({ orgId: emulator.place("devin").scope }),
  },
  kosli: {
    type: "kosli:ServiceAccountApiKey",
    value: "apiKey",
    routes: {
      mint: `POST ${kosliKeys}`,
      list: `GET ${kosliKeys}`,
      revoke: `DELETE ${kosliKeys}/:id`,
      find: `GET ${kosliKeys}/:id`,
    },
    inputs: () => ({ serviceAccount: "ci", description: "under faults" }),
  },
  nekuda: {
    type: "nekuda:ApiKey",
    value: "privateKey",
    routes: {
      mint: `POST ${nekudaKeys}`,
      list: `GET ${nekudaKeys}`,
      revoke: `PUT ${nekudaKeys}:id/revoke`,
      find: `GET ${nekudaKeys}:id`,
      discard: `DELETE ${nekudaKeys}:id`,
    },
    inputs: () => ({ name: "under faults" }),
  },
} as const satisfies Readonly<Record<VendorName, VendorCase>>;

/** The inputs as a class's constructor hands them to the engine. */
export function inputsOf(vendor: VendorName, emulator: Emulator, name: string, account: string): Properties {
  const { type, inputs } = vendorCases[vendor];
  return { ...inputs(emulator), account, origin: { name, hash: "0123abcd" }, __provider: providerText(type) };
}
