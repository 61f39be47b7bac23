/** `adopt` of keys with and without an expiry, and what a run does while `adopt` stands in the program. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

let world: OneStack;
afterEach(() => world.close());

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
