/** What nekuda's answers mean for a key pair: when it is gone, whose it is, and what a destroy sends. */
import "../../unit/short-waits.test.support";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { body, createEmulator, type Emulator, type Fault, status } from "../../../emulator/index";
import { choices } from "../../../emulator/nekuda/switches";
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Marker } from "../../../provider/core/values/marker";
import { reveal, Secret } from "../../../provider/core/values/secret";
import { OutcomeUnknown } from "../../../provider/core/vendor/call-failures";
import type { KeyApi } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/nekuda/definition";
import { connect } from "../../unit/session.test.support";

type Inputs = { name: string; description?: string; onDelete?: "revoke" | "delete" };
const inputs: Inputs = { name: "shop", description: "for the shop" };
const getRoute = "GET /api/v2/api-keys/:id";
const listRoute = "GET /api/v2/api-keys/";
const deleteRoute = "DELETE /api/v2/api-keys/:id";
const marker = { hash: "01234567", nonce: "0123456789ab", form: "long" } as Marker;
let emulator: Emulator;
let api: KeyApi<Inputs>;
let orgId: string;

const open = (given: Inputs = inputs, token?: string): KeyApi<Inputs> =>
  connect(emulator, definition as never, given as never, token === undefined ? {} : { token }) as KeyApi<Inputs>;

/** A connection with the setting that deletes the row of a revoked key. */
const deleting = () => open({ ...inputs, onDelete: "delete" });

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
  orgId = emulator.place("nekuda").scope;
  api = open();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const idOf = ({ id }: { id: string }) => id as KeyId;
const url = () => emulator.urls.nekuda;

describe("a mint", () => {
  test.each(choices.createStatus)("brings the whole key pair, also when it is answered by %d", async (createStatus) => {
    emulator.switches.nekuda.createStatus = createStatus;
    const { value } = await api.mint(inputs, marker);
    const [minted] = emulator.ledger.mints;
    expect(minted).toMatchObject({ name: "shop", description: "for the shop [pulumi:01234567.0123456789ab]" });
    expect(value.key).toMatchObject({ keyId: minted?.id, status: "live", accountId: orgId });
    expect(value.key?.outputs).toMatchObject({ publicKey: minted?.publicKey, orgId, environment: "test" });
    expect(emulator.ledger.authenticates(reveal(value.value))).toBe(true);
  });

  test("without a description and a marker sends none", async () => {
    await api.mint({ name: "shop" }, undefined);
    expect(emulator.ledger.mints[0]?.description).toBeNull();
    await api.mint({ name: "shop" }, marker);
    expect(emulator.ledger.mints[1]?.description).toBe("[pulumi:01234567.0123456789ab]");
  });

  test.each(choices.unsetFields)("reads fields without a value that are %s", async (unsetFields) => {
    emulator.switches.nekuda.unsetFields = unsetFields;
    emulator.switches.nekuda.environment = "absent";
    const { value } = await api.mint({ name: "shop" }, undefined);
    expect(value.key?.outputs).not.toHaveProperty("environment");
  });
});

describe("a key pair is", () => {
  test("live, or revoked, as its row says", async () => {
    const key = emulator.strangers.mint("nekuda");
    expect((await api.find?.(idOf(key)))?.status).toBe("live");
    emulator.strangers.revoke(key);
    expect((await api.find?.(idOf(key)))?.status).toBe("revoked");
    expect((await api.list()).keys.map((one) => one.status)).toEqual(["revoked"]);
  });

  test("gone when the vendor itself says so", async () => {
    expect(await api.find?.("3f2504e0-4f89-41d3-9a0c-0305e82c3301" as KeyId)).toBeUndefined();
  });

  test.each([
    { detail: "API key not found" },
    { detail: { message: "API key not found" } },
    { error: { code: "not_found", message: "API key not found", status_code: 404 } },
    { error: "API key not found" },
    { message: "API key not found", code: "not_found" },
  ])("gone when the vendor says so in any of its forms, and in a destroy likewise: %j", async (json) => {
    const key = emulator.strangers.mint("nekuda");
    for (const route of [getRoute, deleteRoute]) emulator.script("nekuda", route, body({ json }, 404));
    expect(await api.find?.(idOf(key))).toBeUndefined();
    await expect(deleting().discard?.(idOf(key))).resolves.toBeUndefined();
  });

  test.each<[string, Fault]>([
    ["a page", body("html", 404)],
    ["an empty 404", body("empty", 404)],
    ["401", status(401)],
    ["403", status(403)],
    ["500", status(500)],
    ["nothing", { commits: false, delivery: "reset" }],
  ])("never gone on the word of %s", async (_name, fault) => {
    emulator.script("nekuda", getRoute, fault);
    await expect(api.find?.(idOf(emulator.strangers.mint("nekuda")))).rejects.toThrow(/^reading the key: /);
  });
});

describe("the value of a key pair to adopt", () => {
  test("is a problem when it does not fit the characters that nekuda shows, and is not quoted", async () => {
    const [key, other] = [emulator.strangers.mint("nekuda"), emulator.strangers.mint("nekuda")];
    const found = await api.find?.(idOf(key));
    if (!found) throw new Error("the key is there");
    expect(await api.valueProblem?.(found, new Secret(emulator.ledger.valueOf(key)))).toBeUndefined();
    const problem = await api.valueProblem?.(found, new Secret(emulator.ledger.valueOf(other)));
    expect(problem).toEqual({ why: expect.stringMatching(/^`adopt.value` is not the value of this key/) });
    expect(JSON.stringify(problem)).not.toMatch(/CANARY/);
  });
});

describe("the account that minted", () => {
  const mintedBy = () => ({ url: url(), account: orgId });

  test("is the same when any row is of its organization", async () => {
    emulator.strangers.mint("nekuda");
    expect(await api.proveAccount?.(mintedBy())).toEqual({ is: "same" });
  });

  test("is another when the rows are of another", async () => {
    const token = emulator.tokens.issue("nekuda", { account: "other" });
    const { scope } = emulator.strangers.mint("nekuda", { account: "other" });
    expect(await open(inputs, token).proveAccount?.(mintedBy())).toEqual({ is: "another", accountId: scope });
  });

  test("without any row is the same only for the same person", async () => {
    expect(await api.proveAccount?.(mintedBy())).toEqual({ is: "unproven" });
    expect(await api.proveAccount?.({ ...mintedBy(), principal: api.principal })).toEqual({ is: "same" });
    const other = open(inputs, emulator.tokens.issue("nekuda", { name: "somebody else" }));
    expect(other.principal).not.toBe(api.principal);
    expect(await other.proveAccount?.({ ...mintedBy(), principal: api.principal })).toEqual({ is: "unproven" });
  });

  test("is the same person with each new token, and named without saying who", () => {
    const again = open(inputs, emulator.tokens.issue("nekuda"));
    expect(again.principal).toBe(api.principal);
    expect(api.principal).toMatch(/^[0-9a-f]{16}$/);
    expect(open(inputs, "opaque").principal).toBeUndefined();
  });

  test("is not proved by an answer that is none", async () => {
    emulator.script("nekuda", listRoute, status(401));
    await expect(api.proveAccount?.(mintedBy())).rejects.toThrow(/HTTP 401/);
  });
});

describe("a destroy", () => {
  test("revokes, and keeps the row unless it is to be deleted", async () => {
    const key = emulator.strangers.mint("nekuda");
    await api.revoke(idOf(key));
    for (const settings of [{}, { onDelete: "revoke" } as const])
      await open({ ...inputs, ...settings }).discard?.(idOf(key));
    expect(emulator.ledger.calls().map(({ method }) => method)).toEqual(["PUT"]);
    expect([key.revokedAt, key.deletedAt]).toEqual([expect.any(Number), null]);
  });

  test.each(choices.deleteStatus)(
    "deletes the row where that was asked for, and takes %p for it",
    async (deleteStatus) => {
      emulator.switches.nekuda.deleteStatus = deleteStatus;
      const key = emulator.strangers.mint("nekuda");
      await api.revoke(idOf(key));
      await deleting().discard?.(idOf(key));
      expect(key.deletedAt).not.toBeNull();
      await deleting().discard?.(idOf(key));
    },
  );

  test("does not believe an answer about another key", async () => {
    const [key, other] = [emulator.strangers.mint("nekuda"), emulator.strangers.mint("nekuda")];
    emulator.script("nekuda", "PUT /api/v2/api-keys/:id/revoke", body({ json: { id: other.id, is_revoked: true } }));
    await expect(api.revoke(idOf(key))).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  test("does not take another 404 than the vendor's own for a deleted row", async () => {
    emulator.script("nekuda", deleteRoute, body("html", 404));
    await expect(deleting().discard?.(idOf(emulator.strangers.mint("nekuda")))).rejects.toThrow(/HTTP 404/);
  });
});
