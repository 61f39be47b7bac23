/** What tests know of nekuda's key pairs. */
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Definition } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/nekuda/definition";
import { rotating, type VendorKit } from "../kit";
import { inputCases } from "./input-cases";
import { scenarios } from "./scenarios";
import { unadoptable } from "./unadoptable";

const keys = "/api/v2/api-keys/";
const second = { name: "second", description: "of two" };
const unmarked = { name: "unmarked", marker: false };

export const kit = {
  definition: definition as unknown as Definition,
  routes: {
    mint: `POST ${keys}`,
    list: `GET ${keys}`,
    find: `GET ${keys}:id`,
    revoke: `PUT ${keys}:id/revoke`,
    discard: `DELETE ${keys}:id`,
  },
  mintBody: () => ({ name: "by hand" }),
  areListsInPages: false,
  errorBody: (_status: number, detail: string) => ({ detail }),
  emptyList: [],
  areKeysCounted: false,
  isAccountProvedByLists: true,
  isAccountProvedByAnyToken: true,
  isAccountToldByKeys: true,
  usual: () => ({ name: "for tests", description: "of the engine" }),
  another: () => ({ name: "another" }),
  variants: [
    () => ({ name: "first" }),
    () => second,
    () => ({ ...second, onDelete: "delete" }),
    () => unmarked,
    ...rotating(() => second),
    ...rotating(() => unmarked),
  ],
  // An HTML page never proves that a key is gone, since it may come from a proxy.
  unlivable: { errorShape: ["HTML"] },
  scenarios,
  sample: {
    inputs: { name: "checkout", description: "for the shop", onDelete: "revoke" },
    keyId: "2e2e2e2e-2e2e-4e2e-ae2e-2e2e2e2e2e2e" as KeyId,
    otherKeyId: "3f3f3f3f-3f3f-4f3f-af3f-3f3f3f3f3f3f" as KeyId,
    mintedBy: { url: "https://api.nekuda.ai", account: "org-uuid", principal: "0123456789abcdef" },
    outputs: { publicKey: "pk_test_1", privateKeyDisplay: "sk_test_…abcd", orgId: "org-uuid", environment: "test" },
  },
  minting: {
    requests: [`GET ${keys}`, `POST ${keys}`],
    outputs: ({ scope, publicKey }) => ({
      orgId: scope,
      name: "for tests",
      description: "of the engine",
      publicKey,
      privateKeyDisplay: /^sk_test_.{1,8}$/,
      environment: "test",
    }),
    mintedBy: ({ scope }) => ({ account: scope }),
  },
  smallest: '{ name: "checkout" }',
  uncompilable: ['{ name: "ci", onDelete: "x" }'],
  tokens: {
    valueStart: "sk_",
    token: "x",
    refusalStatus: 401,
    malformedTokens: ["CANARY CANARY", "Bearer CANARY", "CANARY\u007f"],
    pathsOfCalls: [["/api/v2", "/api/v2"]],
  },
  keyIds: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  inputCases,
  unadoptable,
  foreignRefusal: /it is not proved that NEKUDA_TOKEN in the environment belongs to .* Set a token of that account, /,
  anotherAccount: (emulator) => ({
    NEKUDA_TOKEN: emulator.tokens.issue("nekuda", { name: "someone else", account: "other" }),
  }),
  freshTokens: (emulator) => ({ NEKUDA_TOKEN: emulator.tokens.issue("nekuda") }),
} as const satisfies VendorKit;
