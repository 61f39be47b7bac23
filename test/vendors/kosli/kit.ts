/** What tests know of Kosli's service-account keys. */
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Definition } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/kosli/definition";
import { usedMeanwhile } from "../../promises/scenarios/adopt";
import { rotating, type VendorKit } from "../kit";
import { inputCases } from "./input-cases";
import { unadoptable } from "./unadoptable";

const keys = "/service-accounts/:org/:name/api-keys";
const first = { serviceAccount: "ci", description: "first" };
const unmarked = { serviceAccount: "ci", description: "unmarked", marker: false };

export const kit = {
  definition: definition as unknown as Definition,
  routes: {
    mint: `POST ${keys}`,
    list: `GET ${keys}`,
    find: `GET ${keys}/:id`,
    revoke: `DELETE ${keys}/:id`,
  },
  mintBody: () => ({ description: "by hand" }),
  placeInput: "serviceAccount",
  areListsInPages: false,
  errorBody: (_status: number, message: string) => ({ message }),
  emptyList: [],
  areKeysCounted: false,
  isAccountProvedByLists: false,
  isAccountProvedByAnyToken: true,
  isAccountToldByKeys: false,
  usual: () => ({ serviceAccount: "ci", description: "for tests" }),
  another: () => ({ description: "another" }),
  variants: [
    () => first,
    () => ({ ...first, description: "second" }),
    (emulator) => ({ serviceAccount: emulator.place("kosli", { scope: "deploy" }).scope, description: "second" }),
    () => ({ ...first, expiresIn: "90d" }),
    () => unmarked,
    ...rotating(() => first),
    ...rotating(() => unmarked),
    () => ({ ...first, expiresIn: "3h", rotation: { beforeExpiry: "1h", overlap: "30m" } }),
  ],
  unlivable: {},
  scenarios: usedMeanwhile,
  sample: {
    inputs: { org: "acme", serviceAccount: "ci", description: "for the build" },
    keyId: "0c0c0c0c-0c0c-4c0c-ac0c-0c0c0c0c0c0c" as KeyId,
    otherKeyId: "1d1d1d1d-1d1d-4d1d-ad1d-1d1d1d1d1d1d" as KeyId,
    mintedBy: { url: "https://app.kosli.com/api/v2", org: "acme" },
    outputs: {},
  },
  minting: {
    // Since keys bear a marker, a run lists each place once, to find keys that an earlier run left.
    requests: [`GET ${keys}`, `POST ${keys}`],
    outputs: () => ({ org: "acme", serviceAccount: "ci", description: "for tests" }),
    mintedBy: () => ({ org: "acme" }),
  },
  smallest: '{ serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, description: "Reports deployments" }',
  uncompilable: ['{ serviceAccount: "ci", description: "x", expiresIn: 90 }', '{ serviceAccount: "ci" }'],
  tokens: {
    token: "x",
    refusalStatus: 401,
    malformedTokens: [
      "CANARY\n",
      " CANARY",
      '"CANARY"',
      "'CANARY'",
      "CANARY\r\nx-evil: 1",
      "CANARYé",
      "CANARY\0",
      "\u200bCANARY",
      "CANARY,x",
    ],
    malformedOrgs: ["CANARY/..", "../CANARY", ".CANARY", "CANARY acme", "CANARY?", "%2eCANARY", "-CANARY"],
  },
  keyIds: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  inputCases,
  unadoptable,
  foreignRefusal: /HTTP 403 .* manage keys\. Set a token that may\./,
  anotherAccount: (emulator) => ({
    KOSLI_API_TOKEN: emulator.tokens.issue("kosli", { name: "someone else", account: "other" }),
    KOSLI_ORG: emulator.place("kosli", { account: "other", scope: "ci" }).account,
  }),
} as const satisfies VendorKit;
