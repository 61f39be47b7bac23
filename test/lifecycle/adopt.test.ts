/** `adopt`: what may be taken over, with which value, what stands while it is in the program, and what happens when it leaves. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { body, ok, reset, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { kits } from "../vendors/index";

const { kosli, nekuda } = kits;

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

describe("an answer about another key", () => {
  test.each([
    ["kosli", kosli.routes.find],
    ["nekuda", nekuda.routes.find],
  ] as const)("is not adopted: %s", async (vendor, find) => {
    world = await OneStack.open(vendor);
    const { emulator } = world;
    const [asked, other] = [emulator.strangers.mint(vendor), emulator.strangers.mint(vendor)];
    emulator.script(vendor, find, body({ json: await rowOf(vendor, other.id) }));
    const { errors } = await world.up(world.program({ adopt: { keyId: asked.id } }));
    expect(errors).toEqual([expect.stringContaining("the answer is about another key")]);
    expect(world.stack.records).toEqual([]);
  });

  test("does not end a destroy", async () => {
    world = await OneStack.open("nekuda");
    const { emulator } = world;
    await world.up();
    const other = emulator.strangers.mint("nekuda");
    emulator.script("nekuda", nekuda.routes.revoke, {
      ...body({ json: { id: other.id, is_revoked: true } }, 200),
      commits: false,
    });
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringContaining("the answer is about another key")]);
    expect(world.stack.records).toHaveLength(1);
  });
});

test.each(["with", "without"])(
  "a key that is revoked while it is looked at is not adopted: %s its value",
  async (how) => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    const key = emulator.strangers.mint("kosli");
    const gone = { ...status(404), body: { json: { message: "API key not found" } } };
    // With a value it is first read by that.
    emulator.script("kosli", kosli.routes.find, how === "with" ? [ok, ok, ok, gone] : [ok, ok, gone]);
    const adopt = { keyId: key.id, ...(how === "with" && { value: emulator.ledger.valueOf(key) }) };
    const { errors } = await world.up(world.program({ adopt }));
    expect(errors).toEqual([expect.stringContaining("it has been revoked just now: remove `adopt`")]);
    expect(world.stack.records).toEqual([]);
  },
);

test("that a value could not be checked is said", async () => {
  world = await OneStack.open("devin", selfDenied);
  const { emulator } = world;
  const key = emulator.strangers.mint("devin");
  world.isValueMistold = true;
  const { said } = await world.up(world.program({ adopt: { keyId: key.id, value: "apk_wrong" } }));
  expect(said).toContain(
    `ci: the value in \`adopt\` could not be checked against key ${key.id}. Check the value yourself`,
  );
});

describe("the value of an adopted key that is told later", () => {
  test("is taken in the run that retires the key before, too", async () => {
    world = await OneStack.open("devin");
    const previous = await world.onlyThePreviousLives();
    const key = world.emulator.strangers.mint("devin");
    const adopting = (value?: string) => ({
      rotation: { trigger: "two", overlap: "24h" },
      adopt: { keyId: key.id, ...(value !== undefined && { value }) },
    });
    const adopted = await world.up(world.program(adopting()));
    expect(adopted.said).toContain(
      "ci: no key is in use: `pulumi up` takes over the key that `adopt` names; previous key",
    );
    world.day = 2;
    const value = world.emulator.ledger.valueOf(key);
    const { said } = await world.up(world.program(adopting(value)));
    expect(said).toContain(`ci: takes the value in \`adopt\`; revokes key ${previous}`);
    expect(world.record().outputs).toMatchObject({ keyId: key.id, apiKey: value });
    expect(world.live).toEqual([key.id]);
  });

  test("another than the one on record is not taken, and that is said", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    const [key, other] = [emulator.strangers.mint("kosli"), emulator.strangers.mint("kosli")];
    const adopting = (of: typeof key) =>
      world.program({ adopt: { keyId: key.id, value: emulator.ledger.valueOf(of) } });
    world.isValueMistold = true;
    await world.up(adopting(other));
    const { said, changes } = await world.up(adopting(key));
    expect(changes).toEqual([]);
    expect(said).toContain("ci: `adopt.value` differs from the value on record, which stays.");
    expect(said).not.toContain("may be removed");
  });
});

test("an adopted Kosli key without an expiry is not said to have the one that the program asks of a new key", async () => {
  world = await OneStack.open("kosli");
  const { id } = world.emulator.strangers.mint("kosli");
  const asked = { expiresAt: "2090-01-31T13:00:00+01:00" };
  await world.up(world.program({ ...asked, adopt: { keyId: id } }));
  expect(world.record().outputs).not.toHaveProperty("expiresAt");
  await world.run((provider) => world.stack.refreshed(provider, () => world.stack.up(provider, world.program(asked))));
  expect(world.record().outputs).not.toHaveProperty("expiresAt");
  expect(world.live).toEqual([id]);
});

test("an adopted Kosli key with an expiry of its own stays when `adopt` leaves the program", async () => {
  world = await OneStack.open("kosli");
  const { clock, strangers } = world.emulator;
  const legacy = strangers.mint("kosli", { expiresAt: clock.now() + 86_400_000 });
  await world.up(world.program({ adopt: { keyId: legacy.id } }));
  const again = await world.up();
  expect([again.errors, again.changes]).toEqual([[], []]);
  expect(world.live).toEqual([legacy.id]);
});

test("an adopted key is not shown as rotating while a part of `adopt` is not known yet", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  const { id } = emulator.strangers.mint("nekuda");
  const rotation = { every: "90d" };
  await world.up(world.program({ adopt: { keyId: id }, rotation }));
  world.day = 91;
  const news = world.program({ adopt: { keyId: id, value: unknownValue }, rotation }).get("ci") ?? {};
  const { outputs } = world.record();
  await world.run(async (provider) => {
    expect(await provider.diff(urnOf("ci"), id, outputs, news)).toMatchObject({ replaces: [] });
    return nothingDone;
  });
});

describe("while `adopt` stands", () => {
  async function adopted(more: object = {}) {
    world = await OneStack.open("kosli");
    const { id } = world.emulator.strangers.mint("kosli");
    const program = (other: object = {}) => world.program({ ...more, ...other, adopt: { keyId: id } });
    await world.up(program());
    return program;
  }

  test("a run that leads to another organization says so, and replaces nothing", async () => {
    const program = await adopted();
    world.environment = { KOSLI_ORG: "other" };
    const { errors, changes } = await world.up(program());
    expect(errors).toEqual([
      expect.stringMatching(
        /this run calls \S+ \(organization other\), but the key was minted at \S+ \(organization \S+\)\. `pulumi up` would replace the adopted key\. To keep the key, set back the organization \(KOSLI_ORG in the environment\)/,
      ),
    ]);
    expect(changes).toEqual([]);
  });

  test.each([
    ["written", {}, { expiresAt: "2090-01-31T12:00:00Z" }],
    ["removed", { expiresAt: "2090-01-31T12:00:00Z" }, { expiresAt: undefined }],
  ])("an input that is %s replaces nothing", async (_, before, after) => {
    const program = await adopted(before);
    const { errors, changes } = await world.up(program(after));
    expect(errors).toEqual([
      expect.stringContaining("expiresAt: a change here mints a new key and revokes the adopted key."),
    ]);
    expect(changes).toEqual([]);
  });
});

describe("a key that is adopted anew", () => {
  test("is not revoked by the delete that comes before, as with `deleteBeforeReplace`", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    const key = emulator.strangers.mint("kosli");
    const program = world.program({ adopt: { keyId: key.id, value: emulator.ledger.valueOf(key) } });
    await world.up(program);
    const { id, outputs } = world.record();
    await world.run(async (provider) => {
      const [news = {}] = program.values();
      // A taint: the engine asks for no diff.
      await provider.check(urnOf("ci"), {}, news);
      await expect(provider.delete(urnOf("ci"), id, outputs)).rejects.toThrow(
        /was not revoked\. `adopt` in the program names key .* If no resource has that option: `pulumi:autonaming`/,
      );
      return nothingDone;
    });
    expect(world.live).toEqual([key.id]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

test.each(["the one before", "its own, renamed"])(
  "a delete before its create spares the key to be adopted: %s",
  async (which) => {
    world = await OneStack.open("kosli");
    await world.up(world.rotating("one"));
    await world.up(world.rotating("two"));
    const { id, outputs } = world.record();
    const live = world.live;
    const keyId = which === "the one before" ? outputs.previousKeyId : outputs.keyId;
    const [news = {}] = world.program({ adopt: { keyId }, origin: { name: "renamed", hash: "00112233" } }).values();
    await world.run(async (provider) => {
      await provider.check(urnOf("renamed"), {}, news);
      await expect(provider.delete(urnOf("renamed"), id, outputs)).rejects.toThrow(
        /was not revoked\. `adopt` in the program names key/,
      );
      return nothingDone;
    });
    expect(world.live).toEqual(live);
  },
);

test("beside a pending mint, a key of another account is refused by its id, not by the credentials", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  const { id } = emulator.strangers.mint("nekuda");
  emulator.script("nekuda", nekuda.routes.mint, [reset("after-commit"), ok]);
  emulator.script("nekuda", nekuda.routes.list, [ok, status(501)]);
  await world.up();
  const row = (await rowOf("nekuda", id)) as object;
  emulator.script("nekuda", nekuda.routes.find, body({ json: { ...row, org_id: "others" } }));
  const { errors } = await world.up(world.program({ adopt: { keyId: id } }));
  expect(errors).toEqual([
    expect.stringMatching(
      /belongs to account others, but this resource belongs to account \S+: correct `adopt\.keyId`\. The key in/,
    ),
  ]);
});

/** A key's row, as the vendor shows it. */
async function rowOf(vendor: "kosli" | "nekuda", id: string): Promise<unknown> {
  const { tokens, urls } = world.emulator;
  const path = vendor === "kosli" ? "/service-accounts/acme/ci/api-keys/" : "/api/v2/api-keys/";
  const headers = { authorization: `Bearer ${tokens[vendor]}` };
  return await (await fetch(urls[vendor] + path + id, { headers })).json();
}
