/** What tests know of Resend's keys. */
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Definition } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/resend/definition";
import { usedMeanwhile } from "../../promises/scenarios/adopt";
import { rotating, type VendorKit } from "../kit";
import { inputCases } from "./input-cases";
import { unadoptable } from "./unadoptable";

const words: Readonly<Record<number, object>> = {
  429: {
    name: "rate_limit_exceeded",
    message: "Too many requests. You can only make 2 requests per second.",
  },
  500: { name: "application_error", message: "An unexpected error occurred." },
};
const first = { name: "first", permission: "sending_access" };
const unmarked = { name: "unmarked", marker: false };

export const kit = {
  definition: definition as unknown as Definition,
  routes: { mint: "POST /api-keys", list: "GET /api-keys", revoke: "DELETE /api-keys/:id" },
  mintBody: () => ({ name: "by hand" }),
  // Resend has its own words for each status.
  errorBody: (statusCode: number) => ({ statusCode, ...(words[statusCode] ?? words[500]) }),
  emptyList: { object: "list", has_more: false, data: [] },
  areListsInPages: true,
  areKeysCounted: false,
  isAccountProvedByLists: false,
  isAccountProvedByAnyToken: false,
  isAccountToldByKeys: false,
  usual: () => ({ name: "for tests" }),
  another: () => ({ name: "another" }),
  variants: [
    () => first,
    () => ({ ...first, domainId: "4d4d4d4d-4d4d-4d4d-ad4d-4d4d4d4d4d4d" }),
    () => ({ ...first, permission: "full_access" }),
    () => ({ name: "second" }),
    () => unmarked,
    ...rotating(() => first),
    ...rotating(() => unmarked),
  ],
  // Where no row tells a key's last use, any key may be the run's token. So no key could be adopted without its value.
  unlivable: { lastUsed: ["absent"] },
  scenarios: usedMeanwhile,
  sample: {
    inputs: { name: "mailer", permission: "sending_access", domainId: "4d4d4d4d-4d4d-4d4d-ad4d-4d4d4d4d4d4d" },
    keyId: "4a4a4a4a-4a4a-4a4a-aa4a-4a4a4a4a4a4a" as KeyId,
    otherKeyId: "5b5b5b5b-5b5b-4b5b-ab5b-5b5b5b5b5b5b" as KeyId,
    mintedBy: { url: "https://api.resend.com", principal: "0123456789abcdef" },
    outputs: {},
  },
  minting: {
    requests: ["GET /api-keys", "POST /api-keys"],
    outputs: () => ({ name: "for tests" }),
    mintedBy: () => ({}),
  },
  smallest: '{ name: "mailer" }',
  uncompilable: ['{ name: "ci", permission: "admin" }'],
  tokens: {
    valueStart: "re_",
    token: "re_x",
    refusalStatus: 403,
    malformedTokens: ["re_CANARY CANARY", "Bearer re_CANARY", "CANARY"],
  },
  keyIds: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  inputCases,
  unadoptable,
  foreignRefusal: /it is not proved that RESEND_API_KEY in the environment belongs to .* Set a token of that account, /,
  anotherAccount: (emulator) => ({
    RESEND_API_KEY: emulator.tokens.issue("resend", { name: "someone else", account: "other" }),
  }),
} as const satisfies VendorKit;
