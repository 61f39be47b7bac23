/** What Resend's answers mean for a key: what is sent, what is listed, and what counts as revoked. */
import "../../unit/short-waits.test.support";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { body, createEmulator, type Emulator, status } from "../../../emulator/index";
import { choices } from "../../../emulator/resend/switches";
import { check } from "../../../provider/core/engine/check";
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Marker } from "../../../provider/core/values/marker";
import { reveal, Secret } from "../../../provider/core/values/secret";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { definition } from "../../../provider/resend/definition";
import { samples } from "../../unit/samples.test.support";
import { connect } from "../../unit/session.test.support";
import { kit } from "./kit";

const { mint, list, revoke } = kit.routes;
const inputs = { name: "mailer", permission: "full_access" as "full_access" | "sending_access" };
const marker = { hash: "01234567", nonce: "0123456789ab", form: "short" } as Marker;
let emulator: Emulator;
const api = () => connect(emulator, definition, inputs);

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe("a mint", () => {
  test("sends the name with its marker, and brings the id and the value", async () => {
    const { value, date } = await api().mint(inputs, marker);
    const [minted] = emulator.ledger.mints;
    expect(minted?.name).toBe("mailer [p:ASNFZw.ASNFZ4mr]");
    expect(value.key).toEqual({ keyId: minted?.id, status: "live", outputs: {} });
    expect(emulator.ledger.authenticates(reveal(value.value))).toBe(true);
    expect(date).toMatch(/Z$/);
  });

  test("takes the longest name that its input may have", async () => {
    const name = "x".repeat(30);
    await api().mint({ ...inputs, name }, marker);
    expect(emulator.ledger.mints[0]?.name).toHaveLength(50);
  });

  test("of a key that may only send makes one that may not manage keys", async () => {
    const { value } = await api().mint({ ...inputs, permission: "sending_access" }, undefined);
    const restricted = connect(emulator, definition, inputs, { token: reveal(value.value) });
    await expect(restricted.list()).rejects.toThrow(/HTTP 401 "This API key is restricted to only send emails."/);
  });

  test("that is refused as wrong input says what is wrong", async () => {
    const answer = { statusCode: 422, name: "validation_error", message: "The `domain_id` must be a valid UUID." };
    emulator.script("resend", mint, { ...body({ json: answer }, 422), commits: false });
    await expect(api().mint(inputs, undefined)).rejects.toThrow(/^creating the key: HTTP 422/);
    expect(emulator.ledger.mints).toEqual([]);
  });
});

describe("the list", () => {
  test.each(choices.listPages.flatMap((pages) => choices.listOrder.map((order) => [pages, order] as const)))(
    "has every key of the account and no other (pages: %s, order: %s)",
    async (listPages, listOrder) => {
      Object.assign(emulator.switches.resend, { listPages, listOrder });
      emulator.strangers.mint("resend", { account: "other" });
      const ids = Array.from({ length: 145 }, () => emulator.strangers.mint("resend").id);
      const { keys, isOfOneMoment } = await api().list();
      expect(keys.map(({ keyId }) => keyId)).toEqual(expect.arrayContaining(ids));
      // The list also has the token, which is a key of the account.
      expect(keys).toHaveLength(146);
      expect(isOfOneMoment).toBe(listPages === "only on demand");
    },
  );

  test.each(choices.instants)("tells when a key was created: %s", async (instants) => {
    emulator.switches.resend.instants = instants;
    const key = emulator.strangers.mint("resend");
    const { keys } = await api().list();
    const createdAt = new Date(key.createdAt).toISOString().replace(/\.\d+/, "");
    expect(keys).toContainEqual(expect.objectContaining({ keyId: key.id, createdAt }));
  });

  test("goes on past a row whose id is none, and tells when that key was created", async () => {
    const rows = [
      { id: "a/b", name: "odd", created_at: "2026-01-31 12:00:00+00" },
      { id: kit.sample.keyId, name: "even", created_at: "2026-01-31 12:00:00+00" },
    ];
    emulator.script("resend", list, body({ json: { object: "list", data: rows } }, 200));
    expect(await api().list()).toMatchObject({
      keys: [{ keyId: kit.sample.keyId, markedText: "even" }],
      nameless: ["2026-01-31T12:00:00Z"],
    });
  });

  test("without an end is no list", async () => {
    emulator.strangers.mint("resend");
    emulator.script("resend", list, body({ json: { object: "list", has_more: true, data: [] } }, 200));
    await expect(api().list()).rejects.toThrow(/the pages have no end/);
  });
});

describe("a revoke", () => {
  test.each(choices.revokeAnswer)("is done when the answer is: %s", async (revokeAnswer) => {
    emulator.switches.resend.revokeAnswer = revokeAnswer;
    const key = emulator.strangers.mint("resend");
    await api().revoke(key.id as KeyId);
    expect(emulator.ledger.liveKeys("resend")).not.toContain(key);
  });

  test("is not believed by an answer without a body while the key is still listed", async () => {
    const { id } = emulator.strangers.mint("resend");
    emulator.script("resend", revoke, { ...body("empty", 200), commits: false });
    await expect(api().revoke(id as KeyId)).rejects.toThrow(/answered without a body, and still lists the key/);
  });

  test.each([
    ["a body that is no JSON", "invalid-json"],
    ["a key that was not deleted", { json: { object: "api_key", deleted: false } }],
  ] as const)("is not believed by %s", async (_, answer) => {
    emulator.script("resend", revoke, body(answer, 200));
    await expect(api().revoke(kit.sample.keyId)).rejects.toThrow(/in a form that Resend does not document/);
  });
});

describe("the value of an adopted key", () => {
  const adopted = async (value: string) => {
    const key = emulator.strangers.mint("resend");
    const { keys } = await api().list();
    const row = keys.find(({ keyId }) => keyId === key.id);
    return row && (await api().valueProblem?.(row, new Secret(value || emulator.ledger.valueOf(key))));
  };

  test("is refused when it opens no key", async () => {
    expect(await adopted("re_nobody")).toEqual({ why: expect.stringMatching(/opens no live key at Resend/) });
  });

  test("is taken when it opens a key", async () => {
    expect(await adopted("")).toBeUndefined();
  });

  test("says nothing when Resend does not answer", async () => {
    emulator.script("resend", list, status(500));
    await expect(api().valueProblem?.({} as never, new Secret("re_x"))).rejects.toThrow(/HTTP 500/);
  });
});

test("a domain needs a key that only sends", () => {
  const { inputs } = samples.resend;
  const problems = (more: object) => check(definition, {}, { ...inputs, ...more }, noConfig);
  expect(problems({ permission: "full_access" })).toEqual([
    { property: "domainId", reason: expect.stringMatching(/only `permission: "sending_access"` takes a domain/) },
  ]);
  expect(problems({ permission: "sending_access" })).toEqual([]);
  expect(problems({ domainId: undefined })).toEqual([]);
});
