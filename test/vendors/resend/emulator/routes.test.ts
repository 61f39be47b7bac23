/** Resend's calls, as the vendor documents them: what each answers and refuses, and what its switches change. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../../../emulator/index";
import { choices } from "../../../../emulator/resend/switches";
import { vendorClient } from "../../../emulator/vendor-client.test.support";

const keysPath = "/api-keys";
let emulator: Emulator;
let resend: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator();
  resend = vendorClient(emulator, "resend");
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function mint(body: object = { name: "mailer" }) {
  const answer = await resend(`POST ${keysPath}`, { body });
  expect(answer.status).toBe(201);
  return answer.body;
}

const namesIn = async (query = "") =>
  (await resend(`GET ${keysPath}${query}`)).body.data.map(({ name }: { name: string }) => name);

test("create answers the id and the token, and the token this once", async () => {
  const made = await mint({ name: "mailer", permission: "sending_access" });
  expect(Object.keys(made).toSorted()).toEqual(["id", "token"]);
  expect(made.token).toMatch(/^re_/);
  const list = await resend(`GET ${keysPath}`);
  expect(list.body).toMatchObject({ object: "list", has_more: false });
  expect(list.body.data).toContainEqual(
    expect.objectContaining({ id: made.id, name: "mailer", created_at: expect.stringMatching(/\+00$/) }),
  );
  expect(list.text).not.toContain(made.token);
});

test("create refuses names, permissions and domains that are none", async () => {
  const domain_id = "4d4d4d4d-4d4d-4d4d-ad4d-4d4d4d4d4d4d";
  const bad = [
    {},
    { name: "" },
    { name: "x".repeat(51) },
    { name: "x", permission: "admin" },
    { name: "x", permission: "sending_access", domain_id: "mine" },
    { name: "x", domain_id },
  ];
  for (const body of bad) {
    const answer = await resend(`POST ${keysPath}`, { body });
    expect([answer.status, answer.body]).toEqual([
      422,
      { statusCode: 422, name: "validation_error", message: expect.any(String) },
    ]);
  }
  expect(emulator.ledger.mints).toEqual([]);
  await mint({ name: "x".repeat(50), permission: "sending_access", domain_id });
});

test("without `limit` a list is whole; with it the next page begins after a key, also after one that has gone", async () => {
  const own = await namesIn();
  for (const name of ["a", "b", "c"]) await mint({ name });
  expect((await namesIn()).toSorted()).toEqual([...own, "a", "b", "c"].toSorted());
  const first = (await resend(`GET ${keysPath}?limit=2`)).body;
  expect([first.data.length, first.has_more]).toEqual([2, true]);
  const last = first.data[1].id;
  const rest = await namesIn(`?limit=100&after=${last}`);
  await resend(`DELETE ${keysPath}/${last}`);
  expect(await namesIn(`?limit=100&after=${last}`)).toEqual(rest);
  for (const limit of ["0", "101", "x"]) expect((await resend(`GET ${keysPath}?limit=${limit}`)).status).toBe(422);
  emulator.switches.resend.listPages = "always";
  for (let count = 0; count < 20; count++) await mint();
  expect((await resend(`GET ${keysPath}`)).body).toMatchObject({ has_more: true });
});

test("a key that was deleted is in no list and opens nothing; deleting it again is a 404", async () => {
  const { id, token } = await mint();
  expect((await resend(`DELETE ${keysPath}/${id}`)).body).toEqual({ object: "api_key", id, deleted: true });
  expect(await namesIn()).not.toContain("mailer");
  expect((await resend(`GET ${keysPath}`, { token })).status).toBe(403);
  expect((await resend(`DELETE ${keysPath}/${id}`)).body).toMatchObject({ statusCode: 404, name: "not_found" });
  const other = await mint();
  emulator.switches.resend.revokeAnswer = "empty";
  const answer = await resend(`DELETE ${keysPath}/${other.id}`);
  expect([answer.status, answer.text]).toEqual([200, ""]);
  expect(choices.revokeAnswer).toContain("empty");
});

test("no token is a 401, one that is none a 403, and a key for sending manages nothing", async () => {
  expect((await resend(`GET ${keysPath}`, { token: null })).body).toMatchObject({
    statusCode: 401,
    name: "missing_api_key",
  });
  expect((await resend(`GET ${keysPath}`, { token: "re_none" })).body).toMatchObject({
    statusCode: 403,
    name: "invalid_api_key",
  });
  const { token } = await mint({ name: "sender", permission: "sending_access" });
  expect((await resend(`GET ${keysPath}`, { token })).body).toMatchObject({ name: "restricted_api_key" });
});
