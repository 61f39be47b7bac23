/** What tests know of Devin's enterprise service keys. */
import type { Emulator } from "../../../emulator/index";
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Definition } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/devin/definition";
import { rotating, type VendorKit } from "../kit";
import { inputCases } from "./input-cases";

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
  emptyList: { items: [], total: 0, has_more: false },
  areKeysCounted: true,
  isAccountToldByKeys: false,
  usual,
  variants: [
    usual,
    ...rotating(usual),
    (emulator) => ({ orgId: emulator.place("devin", { scope: `org-${"b".repeat(32)}` }).scope }),
  ],
  sample: {
    inputs: { orgId: "org-0123" },
    keyId: `apk-${"0a".repeat(16)}` as KeyId,
    otherKeyId: `apk-${"1b".repeat(16)}` as KeyId,
    mintedBy: { url: "https://api.devin.ai", account: "org-admin" },
    outputs: {},
  },
  credentials: {
    token: "apk_user_x",
    malformedTokens: ["cog_CANARY", "apk_CANARY", "apk_user_CANARY\n", "apk_user_ CANARY", "CANARY"],
  },
  keyIds: /^[A-Za-z0-9_-][A-Za-z0-9._~:@+=-]{0,127}$/,
  inputCases,
  anotherAccount: (emulator) => ({
    DEVIN_ENTERPRISE_API_KEY: emulator.tokens.issue("devin", { name: "someone else", account: "other" }),
    DEVIN_ORG_ID: emulator.place("devin", { account: "other" }).scope,
  }),
} as const satisfies VendorKit;
