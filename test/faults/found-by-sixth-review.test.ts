/**
 * What a sixth review has found: the diff that follows each read of a refresh, the inputs that a failed update leaves, records that
 * `deleteBeforeReplace` leaves, values that speak against the key that `adopt` names, and lines that were not true.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, status } from "../../emulator/index";
import type { ProviderError } from "./engine/provider-process";
import { nothingDone, urnOf } from "./engine/simulated-stack";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const { devin, kosli } = vendorCases;

let world: OneStack;
afterEach(() => world.close());

const destroyRefreshed = () =>
  world.run((provider) => world.stack.refreshed(provider, () => world.stack.destroy(provider)));
const upRefreshed = (program = world.program()) =>
  world.run((provider) => world.stack.refreshed(provider, () => world.stack.up(provider, program)));

describe("a destroy with a refresh", () => {
  test.each(["devin", "kosli", "nekuda"] as const)("revokes %s's key before the one that has gone", async (vendor) => {
    world = await OneStack.open(vendor);
    const previous = await world.onlyThePreviousLives();
    expect(world.live).toEqual([previous]);
    expect((await destroyRefreshed()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("settles a pending rotation, and revokes both keys, which were minted in one second", async () => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    emulator.clock.freeze();
    await world.up(world.rotating("one"));
    const { mint, list, self } = devin.routes;
    emulator.script("devin", self, [ok, status(501)]);
    emulator.script("devin", list, [ok, ok, status(501)]);
    expect((await world.up(world.rotating("two"))).errors).toHaveLength(1);
    for (const route of [mint, list, self]) emulator.script("devin", route, ok);
    expect(world.live).toHaveLength(2);
    expect((await destroyRefreshed()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("revokes a replaced key beside a successor without one", async () => {
    world = await OneStack.open("kosli");
    const { emulator, stack } = world;
    await world.up();
    world.loseMint("before-commit");
    await world.up(world.program({ description: "another" }));
    for (const route of [kosli.routes.mint, kosli.routes.list]) emulator.script("kosli", route, ok);
    await world.refresh();
    expect(stack.replaced.size).toBe(1);
    expect((await destroyRefreshed()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

describe("a refresh", () => {
  const every = (more: object = {}) => world.program({ rotation: { every: "30d", overlap: "24h", ...more } });

  test.each([30, 33])("finds nothing on day %s, on which something is due, and says nothing", async (day) => {
    world = await OneStack.open("kosli");
    await world.up(every());
    if (day > 30) {
      world.day = 30;
      await world.up(every());
    }
    world.day = day;
    const { changes, said } = await world.refresh();
    expect(changes).toEqual([]);
    expect(said).toBe("");
  });

  test.each([{}, { overlap: undefined }])("does not keep the up of its run from rotating: %p", async (more) => {
    world = await OneStack.open("kosli");
    await world.up(every(more));
    const [first] = world.live;
    world.day = 30;
    const { changes, said } = await upRefreshed(every(more));
    expect(changes.join()).toMatch(/(update|replace) ci/);
    expect(said).toContain(`key ${first} is 30 days old`);
    expect(world.record().outputs.keyId).not.toBe(first);
  });

  test("tells that no key is in use, and that the next up mints", async () => {
    world = await OneStack.open("kosli");
    const previous = await world.onlyThePreviousLives();
    const { changes, said } = await world.refresh();
    expect(changes).toEqual(["changed ci"]);
    expect(said).toContain(`ci: no key is in use: \`pulumi up\` mints a new key; previous key ${previous} `);
  });
});

test("an adopted Kosli key without an expiry is not said to have the one that the program asks of a new key", async () => {
  world = await OneStack.open("kosli");
  const { id } = world.emulator.strangers.mint("kosli");
  const asked = { expiresAt: "2090-01-31T13:00:00+01:00" };
  await world.up(world.program({ ...asked, adopt: { keyId: id } }));
  expect(world.record().outputs).not.toHaveProperty("expiresAt");
  await upRefreshed(world.program(asked));
  expect(world.record().outputs).not.toHaveProperty("expiresAt");
  expect(world.live).toEqual([id]);
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
    expect(said).toContain(`ci: takes the value in \`adopt\`; retires key ${previous}`);
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

describe("a value in hand speaks against the key that `adopt` names", () => {
  test("where Devin lists the end of it", async () => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    emulator.switches.devin.selfAnswersServiceKeys = 403;
    const [key, other] = [emulator.strangers.mint("devin"), emulator.strangers.mint("devin")];
    const adopt = { keyId: key.id, value: emulator.ledger.valueOf(other) };
    const { errors } = await world.up(world.program({ adopt }));
    expect(errors).toEqual([
      expect.stringContaining("`adopt.value` is not the value of this key: correct `adopt.value` or `adopt.keyId`"),
    ]);
    expect(world.stack.resources.size).toBe(0);
  });

  test("beside a mint of which the value is kept: that key is named, and not forgotten", async () => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    emulator.switches.devin.selfAnswersServiceKeys = 403;
    emulator.switches.devin.apiKeyValue = "null";
    emulator.script("devin", devin.routes.list, [ok, status(501)]);
    const by = emulator.strangers.mint("devin");
    expect((await world.up()).errors).toHaveLength(1);
    emulator.script("devin", devin.routes.list, ok);
    const adopt = { keyId: by.id, value: emulator.ledger.valueOf(by) };
    const { errors } = await world.up(world.program({ adopt }));
    const minted = emulator.ledger.mints.map(({ id }) => id).at(-1);
    expect(errors).toEqual([
      expect.stringContaining("`adopt.value` is not the value that the state keeps of this mint"),
    ]);
    expect(errors[0]).toContain(minted);
    expect((await world.up(world.program({ adopt: { keyId: minted } }))).errors).toEqual([]);
    expect(world.record().outputs.keyId).toBe(minted);
  });
});

describe("an update that an `onError` hook repeats", () => {
  test("does not mint in another place beside the key before", async () => {
    world = await OneStack.open("kosli");
    const { emulator, stack } = world;
    const previous = await world.onlyThePreviousLives();
    world.loseMint();
    await world.up(world.rotating("two"));
    emulator.script("kosli", kosli.routes.list, ok);
    emulator.script("kosli", kosli.routes.mint, ok);
    const { id, outputs, inputs } = world.record();
    const minted = emulator.ledger.mints.length;
    await world.run(async (provider) => {
      const [news = {}] = world.rotating("two", { description: "elsewhere" }).values();
      for (let call = 0; call < 2; call++) {
        const error = await provider.update(urnOf("ci"), id, outputs, news).catch((caught: ProviderError) => caught);
        expect((error as ProviderError).message).toContain("Run `pulumi up` again: it replaces key");
        const { properties = {} } = (error as ProviderError).partial ?? {};
        stack.resources.set("ci", { id, inputs, outputs: properties, returned: properties, hasFailed: true });
      }
      return nothingDone;
    });
    expect(emulator.ledger.mints).toHaveLength(minted);
    expect(world.live).toEqual([previous]);
  });
});

describe("deleteBeforeReplace", () => {
  test("deletes no record whose mint is not settled", async () => {
    world = await OneStack.open("kosli");
    world.loseMint();
    await world.up();
    world.emulator.script("kosli", kosli.routes.list, ok);
    const { id, outputs } = world.record();
    await world.run(async (provider) => {
      const [news = {}] = world.program().values();
      await provider.diff(urnOf("ci"), id, outputs, news);
      await expect(provider.delete(urnOf("ci"), id, outputs)).rejects.toThrow(
        /nothing was revoked: an earlier mint of this resource is still open, .* Remove what replaces this resource/,
      );
      return nothingDone;
    });
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});
