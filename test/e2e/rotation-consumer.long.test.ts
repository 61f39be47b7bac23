/** Rotation as the consumers of keys see it, on the real engine: no use of a key ever fails. `npm run year` is the long form. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { freshTokens } from "../vendors/every-vendor";
import { liveAtOnce } from "../year/lives";
import { keyCases, keyId } from "./harness/keys";
import { Service } from "./harness/service";
import { sharedStack } from "./harness/stack";

const dayMs = 86_400_000;
const kinds = { overlapping: { every: "30d", overlap: "24h" }, replaced: { every: "30d" } };

describe("services that use their keys through two rotations", () => {
  const stack = sharedStack();
  const names = vendorNames.flatMap((vendor) => Object.keys(kinds).map((kind) => `${vendor}-${kind}`));
  const ids = new Map<string, Set<string>>(names.map((name) => [name, new Set()]));
  /** The values in services outside of the stack. These take a new value late, when an overlap is nearly over. */
  let held: Record<string, unknown> = {};

  const program = async () => {
    for (const vendor of vendorNames) {
      for (const [kind, rotation] of Object.entries(kinds)) {
        const key = keyCases[vendor].declare(`${vendor}-${kind}`, stack, { rotation });
        new Service(`${vendor}-${kind}-service`, key.value, stack.emulator.urls[vendor]);
      }
    }
  };
  async function upOn(day: number): Promise<void> {
    stack.goTo(day * dayMs);
    stack.environment = { ...stack.environment, ...freshTokens(stack.emulator) };
    await stack.up(program);
    for (const name of names) ids.get(name)?.add(keyId(stack, name));
  }
  const refused = (values: Record<string, unknown>) =>
    Object.entries(values).filter(([, value]) => !stack.ledger.authenticates(String(value)));

  const overlapping = ([name]: readonly [string, unknown]) => name.endsWith("overlapping");

  test.each([0, 30, 30.95, 32, 60, 60.95, 62])("on day %d none is refused, early or late", async (day) => {
    await upOn(day);
    const now = await stack.values();
    expect(refused(now)).toEqual([]);
    // A service that has not taken the new value yet still works with the previous key, whatever ran in between.
    expect(refused(held).filter(overlapping)).toEqual([]);
    const isRotation = day === 30 || day === 60;
    if (isRotation)
      for (const [name, value] of Object.entries(held).filter(overlapping)) expect(now[name]).not.toBe(value);
    else held = now;
  });

  test("at each instant one key of each was valid at least, and two at most", async () => {
    const until = stack.emulator.clock.now();
    for (const [name, own] of ids) {
      const keys = stack.ledger.mints.filter(({ id }) => own.has(id));
      expect({ name, rotations: keys.length - 1, ...liveAtOnce(keys, until) }).toEqual({
        name,
        rotations: 2,
        least: 1,
        greatest: 2,
      });
    }
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
