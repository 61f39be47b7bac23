/** What tests know of Devin's enterprise service keys. */
import type { Emulator } from "../../../emulator/index";
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Definition } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/devin/definition";
import { rotating, type VendorKit } from "../kit";
import { scenarios } from "./scenarios";

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
  keyIds: /^[A-Za-z0-9_-][A-Za-z0-9._~:@+=-]{0,127}$/,
  placeInput: "orgId",
  areListsInPages: true,
  areKeysCounted: true,
  isAccountProvedByLists: true,
  isAccountToldByKeys: false,
  usual,
  another: (emulator) => ({ orgId: emulator.place("devin", { scope: "org-another" }).scope }),
  variants: [
    usual,
    ...rotating(usual),
    (emulator) => ({ orgId: emulator.place("devin", { scope: `org-${"b".repeat(32)}` }).scope }),
  ],
  // An admin's own token that the vendor calls invalid is of no use: that is the user's to mend.
  unlivable: { selfAnswersAdminKeys: [401] },
  scenarios,
  sample: {
    inputs: { orgId: "org-0123" },
    keyId: `apk-${"0a".repeat(16)}` as KeyId,
    otherKeyId: `apk-${"1b".repeat(16)}` as KeyId,
    mintedBy: { url: "https://api.devin.ai", account: "org-admin" },
    outputs: {},
  },
  anotherAccount: (emulator) => ({
    DEVIN_ENTERPRISE_API_KEY: emulator.tokens.issue("devin", { name: "someone else", account: "other" }),
    DEVIN_ORG_ID: emulator.place("devin", { account: "other" }).scope,
  }),
} as const satisfies VendorKit;
