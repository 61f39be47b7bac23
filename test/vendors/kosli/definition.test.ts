/** What Kosli's answers mean for a key: when it is gone, when nothing is known, and what is sent. */
import "../../unit/short-waits.test.support";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { body, createEmulator, dateSkew, type Emulator, type Fault, ok, status } from "../../../emulator/index";
import { choices } from "../../../emulator/kosli/switches";
import { type Duration, type Instant, instant } from "../../../provider/core/values/instant";
import type { KeyId } from "../../../provider/core/values/key-id";
import type { Marker } from "../../../provider/core/values/marker";
import { reveal, Secret } from "../../../provider/core/values/secret";
import type { KeyApi } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/kosli/definition";
import { connect } from "../../unit/session.test.support";

const inputs = { org: "acme", serviceAccount: "ci", description: "for the build" };
const getRoute = "GET /service-accounts/:org/:name/api-keys/:id";
const marker = { hash: "01234567", nonce: "0123456789ab", form: "long" } as Marker;
let emulator: Emulator;
let api: KeyApi<typeof inputs>;

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
  api = connect(emulator, definition, inputs, { org: "acme" });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const day = 86_400_000;

const idOf = ({ id }: { id: string }) => id as KeyId;

describe("a mint", () => {
  test("sends the description with its marker and brings the whole key", async () => {
    const { value, date } = await api.mint(inputs, marker);
    const [minted] = emulator.ledger.mints;
    expect(minted?.description).toBe("for the build [pulumi:01234567.0123456789ab]");
    expect(value.key).toMatchObject({ keyId: minted?.id, status: "live", outputs: {} });
    expect(emulator.ledger.authenticates(reveal(value.value))).toBe(true);
    expect(date).toMatch(/Z$/);
  });

  test("without a marker sends the description alone", async () => {
    await api.mint(inputs, undefined);
    expect(emulator.ledger.mints[0]?.description).toBe("for the build");
  });

  test("takes the expiry that Kosli tells, where it shortens a life without a word", async () => {
    const { value } = await api.mint({ ...inputs, expiresIn: (900 * day) as Duration } as typeof inputs, undefined);
    const life = Date.parse(value.key?.expiresAt ?? "") - Date.now();
    expect(Math.round(life / day)).toBe(365);
  });

  test("sends the instant of expiry as it is, and computes it from a life", async () => {
    const { value } = await api.mint(
      { ...inputs, expiresAt: instant(Date.now() + 7 * day) } as typeof inputs,
      undefined,
    );
    expect(value.key?.expiresAt).toBe(instant(emulator.ledger.mints[0]?.expiresAt ?? 0));
    await api.mint({ ...inputs, expiresIn: day as Duration } as typeof inputs, undefined);
    const expiresAt = emulator.ledger.mints[1]?.expiresAt ?? 0;
    expect(Math.abs(expiresAt - Date.now() - day)).toBeLessThan(5000);
  });

  test("that is refused as wrong input says what is wrong", async () => {
    const detail = [
      { loc: ["body", "expires_at"], msg: "Input should be a valid integer", type: "int_type", input: "x" },
    ];
    emulator.script("kosli", "POST /service-accounts/:org/:name/api-keys", {
      ...body({ json: { detail } }, 422),
      commits: false,
    });
    await expect(api.mint(inputs, undefined)).rejects.toThrow(
      /^creating the key: HTTP 422 "Input should be a valid integer"/,
    );
    expect(emulator.ledger.mints).toEqual([]);
  });

  test.each(choices.keyField)("reads the value where the answer has it: %s", async (keyField) => {
    emulator.switches.kosli.keyField = keyField;
    const { value } = await api.mint(inputs, undefined);
    expect(emulator.ledger.authenticates(reveal(value.value))).toBe(true);
  });
});

describe("a key is", () => {
  test("live while the vendor shows it", async () => {
    const key = emulator.strangers.mint("kosli", { description: "x [pulumi:01234567.0123456789ab]" });
    expect(await api.find?.(idOf(key))).toMatchObject({
      keyId: key.id,
      status: "live",
      markedText: "x [pulumi:01234567.0123456789ab]",
    });
  });

  test.each(choices.expiresAtNever)("without an expiry when the vendor says %p", async (expiresAtNever) => {
    emulator.switches.kosli.expiresAtNever = expiresAtNever;
    expect((await api.find?.(idOf(emulator.strangers.mint("kosli"))))?.expiresAt).toBeUndefined();
  });

  test("gone when the vendor itself says that there is no such key, or no such account", async () => {
    const key = emulator.strangers.mint("kosli");
    emulator.strangers.revoke(key);
    expect(await api.find?.(idOf(key))).toBeUndefined();
    const elsewhere = connect(emulator, definition, { ...inputs, serviceAccount: "gone" }, { org: "acme" });
    expect(await elsewhere.find?.(idOf(key))).toBeUndefined();
  });

  test.each<[string, Fault]>([
    ["a page", body("html", 404)],
    ["an empty 404", body("empty", 404)],
    ["401", status(401)],
    ["403", status(403)],
    ["410", status(410)],
    ["500", status(500)],
    ["nothing", { commits: false, delivery: "reset" }],
  ])("never gone on the word of %s", async (_name, fault) => {
    const key = emulator.strangers.mint("kosli");
    emulator.script("kosli", getRoute, fault);
    await expect(api.find?.(idOf(key))).rejects.toThrow(/^reading the key: /);
  });

  describe.each<[string, Fault]>([
    ["a redirect", status(302)],
    ["a redirect that is refused", status(307)],
    ["a 404 in other words", body({ json: { message: "Not Found" } }, 404)],
    ["another resource's 404", body({ json: { message: "Organization not found" } }, 404)],
    ["a 404 that only quotes the words", body({ json: { message: "route of API key not found" } }, 404)],
  ])("where the call for one key is answered by %s,", (_name, noSuchCall) => {
    const listRoute = "GET /service-accounts/:org/:name/api-keys";
    beforeEach(() => emulator.script("kosli", getRoute, noSuchCall));

    test("live while the list shows it, and gone when it does not", async () => {
      const key = emulator.strangers.mint("kosli", { description: "x" });
      expect(await api.find?.(idOf(key))).toMatchObject({ keyId: key.id, status: "live", markedText: "x" });
      emulator.strangers.revoke(key);
      expect(await api.find?.(idOf(key))).toBeUndefined();
    });

    test("neither live nor gone where the list is refused or tells nothing", async () => {
      const key = emulator.strangers.mint("kosli");
      for (const fault of [status(403), noSuchCall.status === 404 ? body("html", 404) : noSuchCall]) {
        emulator.script("kosli", listRoute, fault);
        await expect(api.find?.(idOf(key))).rejects.toThrow(/^listing the keys: HTTP/);
      }
    });
  });

  test("expired when its instant has passed by the vendor's clock and by ours", async () => {
    const hourMs = 3_600_000;
    const key = emulator.strangers.mint("kosli", { expiresAt: Date.now() + hourMs });
    expect((await api.find?.(idOf(key)))?.status).toBe("live");
    emulator.script("kosli", getRoute, dateSkew(2 * hourMs));
    expect((await api.find?.(idOf(key)))?.status).toBe("live");
    const past = Math.floor(Date.now() / 1000) - 60;
    const row = { id: key.id, description: "x", created_at: 1, expires_at: past };
    emulator.script("kosli", getRoute, { ...body({ json: row }), dateSkewMs: -hourMs });
    expect((await api.find?.(idOf(key)))?.status).toBe("live");
    emulator.script("kosli", getRoute, body({ json: row }));
    expect((await api.find?.(idOf(key)))?.status).toBe("expired");
  });
});

test("the list has the account's keys with their markers, and the vendor's clock", async () => {
  const key = emulator.strangers.mint("kosli", { description: "x [pulumi:01234567.0123456789ab]" });
  emulator.strangers.mint("kosli", { scope: "another" });
  const { keys, date } = await api.list();
  expect(keys).toMatchObject([{ keyId: key.id, status: "live", markedText: "x [pulumi:01234567.0123456789ab]" }]);
  expect(date).toMatch(/Z$/);
});

test("the list is empty where the vendor says that the account is gone, and fails at any other 404", async () => {
  const gone = connect(emulator, definition, { ...inputs, serviceAccount: "gone" }, { org: "acme" });
  expect((await gone.list()).keys).toEqual([]);
  emulator.script("kosli", "GET /service-accounts/:org/:name/api-keys", body("html", 404));
  await expect(gone.list()).rejects.toThrow(/HTTP 404/);
});

test("without the call for one key, a key whose last use changes between two lists may be our token", async () => {
  const key = emulator.strangers.mint("kosli");
  const row = { id: key.id, description: "x", created_at: 1, expires_at: 0 };
  const found = await api.find?.(idOf(key));
  if (!found) throw new Error("the key is there");
  emulator.script("kosli", getRoute, status(302));
  const lists = (...lastUses: number[]) => lastUses.map((last_used_at) => body({ json: [{ ...row, last_used_at }] }));
  emulator.script("kosli", "GET /service-accounts/:org/:name/api-keys", lists(7, 8));
  expect(await api.mayBeToken?.(found)).toBe(true);
  emulator.script("kosli", "GET /service-accounts/:org/:name/api-keys", lists(8));
  expect(await api.mayBeToken?.(found)).toBe(false);
  emulator.script("kosli", "GET /service-accounts/:org/:name/api-keys", body({ json: [] }));
  expect(await api.mayBeToken?.(found)).toBeUndefined();
});

test("a key that is in use while we ask may be the one that we authenticate with", async () => {
  const key = emulator.strangers.mint("kosli");
  const row = { id: key.id, description: "x", created_at: 1, expires_at: 0 };
  const found = await api.find?.(idOf(key));
  if (!found) throw new Error("the key is there");
  emulator.script("kosli", getRoute, [
    body({ json: { ...row, last_used_at: 7 } }),
    body({ json: { ...row, last_used_at: 8 } }),
  ]);
  expect(await api.mayBeToken?.(found)).toBe(true);
  emulator.script("kosli", getRoute, body({ json: { ...row, last_used_at: 8 } }));
  expect(await api.mayBeToken?.(found)).toBe(false);
});

test("a revoke revokes this key and no other", async () => {
  const [key, other] = [emulator.strangers.mint("kosli"), emulator.strangers.mint("kosli")];
  await api.revoke(idOf(key));
  expect(emulator.ledger.liveKeys()).toEqual([other]);
});

describe("the value of a key to adopt", () => {
  const because = (why: RegExp) => ({ why: expect.stringMatching(why) });
  const ask = async (keyId: KeyId, value: string, by = api) => {
    const key = { keyId, status: "live", createdAt: "2026-01-31T12:00:00Z" as Instant, outputs: {} } as const;
    return await by.valueProblem?.(key, new Secret(value));
  };

  test("is no problem when the key may read itself, or may not but is one", async () => {
    const key = emulator.strangers.mint("kosli");
    expect(await ask(idOf(key), emulator.ledger.valueOf(key))).toBeUndefined();
    emulator.script("kosli", getRoute, [status(403), ok]);
    expect(await ask(idOf(key), emulator.ledger.valueOf(key))).toBeUndefined();
  });

  test("is a problem beside a key that is in use by another value, since that may be our own", async () => {
    const headers = { authorization: `Bearer ${emulator.tokens.kosli}`, "content-type": "application/json" };
    const body = JSON.stringify({ privilege: "admin" });
    await fetch(`${emulator.urls.kosli}/service-accounts/acme/ci`, { method: "PATCH", headers, body });
    const [own, other] = [emulator.strangers.mint("kosli"), emulator.strangers.mint("kosli")];
    const [ownValue, otherValue] = [own, other].map((key) => emulator.ledger.valueOf(key));
    if (!ownValue || !otherValue) throw new Error("keys without values");
    const byOwn = connect(emulator, definition, inputs, { token: ownValue, org: "acme" });
    expect(await ask(idOf(own), otherValue, byOwn)).toEqual(because(/used just now, but not by the value/));
    expect(await ask(idOf(other), otherValue, byOwn)).toBeUndefined();
    emulator.script("kosli", getRoute, [status(403), ok]);
    expect(await ask(idOf(own), otherValue, byOwn)).toEqual(because(/may be this run's own token/));
  });

  test("is a problem when the vendor knows no such key, and the value is not quoted", async () => {
    const key = emulator.strangers.mint("kosli");
    const problem = await ask(idOf(key), "CANARY-no-key");
    expect(problem).toEqual(
      because(/`adopt.value` opens no live key at Kosli: correct `adopt.value` or `adopt.keyId`/),
    );
    expect(JSON.stringify(problem)).not.toMatch(/CANARY/);
  });

  test("is told by the list where the server lacks the call for one key", async () => {
    emulator.script("kosli", getRoute, status(302));
    const key = emulator.strangers.mint("kosli");
    expect(await ask(idOf(key), emulator.ledger.valueOf(key))).toBeUndefined();
    expect(await ask(idOf(key), "CANARY-no-key")).toEqual(because(/opens no live key/));
    emulator.strangers.revoke(key);
    expect(await ask(idOf(key), emulator.ledger.valueOf(emulator.strangers.mint("kosli")))).toBe("gone");
  });

  test("is not judged by an answer that says nothing of it", async () => {
    emulator.script("kosli", getRoute, status(500));
    await expect(ask(idOf(emulator.strangers.mint("kosli")), "x")).rejects.toThrow(/HTTP 500/);
  });
});

test("an account without an organization sends nothing", () => {
  expect(() => connect(emulator, definition, inputs)).toThrow();
  expect(emulator.ledger.calls()).toEqual([]);
});

describe("beyond what each input may be,", () => {
  const problems = (news: object, olds?: object) =>
    definition.problems?.({ ...inputs, ...news } as typeof inputs, olds as typeof inputs);

  test("an expiry and a life exclude each other", () => {
    expect(problems({ expiresAt: "2090-01-31T12:00:00Z", expiresIn: 1 })).toEqual({
      expiresIn: "write either expiresAt or expiresIn, not both",
    });
  });

  test("an expiry that has passed is refused when it is new, and stands when it was there before", () => {
    const past = { expiresAt: "2026-01-01T00:00:00Z" };
    expect(problems(past)).toEqual({ expiresAt: expect.stringMatching(/^2026-01-01T00:00:00Z is past: write /) });
    expect(problems(past, past)).toEqual({});
    expect(problems(past, { expiresAt: "2025-01-01T00:00:00Z" })).toHaveProperty("expiresAt");
  });
});
