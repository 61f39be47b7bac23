/** What tests know of Devin's enterprise service keys. */
import type { Emulator } from "../../../emulator/index";
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Definition } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/devin/definition";
import { rotating, type VendorKit } from "../kit";
import { inputCases } from "./input-cases";
import { scenarios } from "./scenarios";
import { unadoptable } from "./unadoptable";

const keys = "/v2/enterprise/api-keys";
const usual = (emulator: Emulator) => ({ orgId: emulator.place("devin").scope });

export const kit = {
  definition: definition as unknown as Definition,
  routes: {
    mint: `POST ${keys}`,
    list: `GET ${keys}`,
    self: "GET /v2/enterprise/self",
    revoke: `DELETE ${keys}/:id`,
  },
  mintBody: ({ scope }) => ({ org_id: scope }),
  placeInput: "orgId",
  areListsInPages: true,
  errorBody: (_status: number, detail: string) => ({ detail }),
  emptyList: { items: [], total: 0, has_more: false },
  areKeysCounted: true,
  isAccountProvedByLists: true,
  isAccountProvedByAnyToken: true,
  isAccountToldByKeys: false,
  usual,
  another: (emulator) => ({ orgId: emulator.place("devin", { scope: "org-another" }).scope }),
  variants: [
    usual,
    ...rotating(usual),
    (emulator) => ({ orgId: emulator.place("devin", { scope: `org-${"b".repeat(32)}` }).scope }),
  ],
  // With 401 the vendor says that the admin's token is invalid. No run can succeed with it until the user sets another one.
  unlivable: { selfAnswersAdminKeys: [401] },
  scenarios,
  inAnotherAccount: (emulator) => ({ orgId: emulator.place("devin", { account: "other" }).scope }),
  sample: {
    inputs: { orgId: "org-0123" },
    keyId: `apk-${"0a".repeat(16)}` as KeyId,
    otherKeyId: `apk-${"1b".repeat(16)}` as KeyId,
    mintedBy: { url: "https://api.devin.ai", account: "org-admin" },
    outputs: {},
  },
  provingIds: { devin: { selfAnswersServiceKeys: 200 } },
  minting: {
    // Two lists tell the new key's id: the answer to a create lacks it, and the new key may not ask for it. Once in a run, `self` tells
    // which key asks.
    requests: [
      "GET /v2/enterprise/self",
      `GET ${keys}`,
      `POST ${keys}`,
      "GET /v2/enterprise/self",
      `GET ${keys}`,
      `GET ${keys}`,
    ],
    outputs: ({ scope }) => ({ orgId: scope }),
    mintedBy: ({ scope }) => ({ account: scope }),
  },
  smallest: "{ orgId: process.env.DEVIN_ORG_ID }",
  uncompilable: ['{ orgId: "org-1", description: "Devin has none" }'],
  tokens: {
    valueStart: "apk_",
    token: "apk_user_x",
    refusalStatus: 401,
    malformedTokens: ["cog_CANARY", "apk_CANARY", "apk_user_CANARY\n", "apk_user_ CANARY", "CANARY"],
    pathsOfCalls: [
      ["/v2", "/v2"],
      ["/api/v2/enterprise/", "/v2"],
    ],
  },
  keyIds: /^[A-Za-z0-9_-][A-Za-z0-9._~:@+=-]{0,127}$/,
  inputCases,
  unadoptable,
  foreignRefusal:
    /minted by \S+ \(account org-\w+\), but .* belongs to account org-\w+\. Set DEVIN_ENTERPRISE_API_KEY in the environment to a token of account org-\w+\./,
  anotherAccount: (emulator) => ({
    DEVIN_ENTERPRISE_API_KEY: emulator.tokens.issue("devin", { name: "someone else", account: "other" }),
    DEVIN_ORG_ID: emulator.place("devin", { account: "other" }).scope,
  }),
} as const satisfies VendorKit;
