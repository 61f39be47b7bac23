/** Keys that must not be adopted: each is refused with a sentence that says why, and nothing is changed. */
import { beforeAll, describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { kits } from "../vendors/index";
import { keyCases } from "./harness/keys";
import type { Run } from "./harness/run";
import { sharedStack } from "./harness/stack";

const refusals = vendorNames.flatMap((vendor) =>
  kits[vendor].unadoptable.map((refusal, index) => ({ ...refusal, vendor, name: `${vendor}-${index}` })),
);

describe("a key in adopt", () => {
  const stack = sharedStack();
  let run: Run;
  let live: number;

  beforeAll(async () => {
    const adopts = refusals.map(({ adopt }) => adopt(stack.emulator));
    live = stack.ledger.liveKeys().length;
    run = await stack.failing("up", async () => {
      for (const [index, { vendor, name }] of refusals.entries())
        keyCases[vendor].declare(name, stack, { adopt: adopts[index] });
    });
  });

  test.each(refusals)("is refused by $vendor when it is $is", ({ name, why }) => {
    expect(run.errors(name)).toMatch(/the key in `adopt` is not adopted: .*Nothing was changed\./);
    expect(run.errors(name)).toMatch(why);
  });

  test("stays as it was, and nothing is kept in the state", () => {
    expect(run.changing()).toEqual([]);
    expect(stack.ledger.liveKeys()).toHaveLength(live);
    expect(stack.resources.filter(({ outputs }) => outputs?.keyId !== undefined)).toEqual([]);
  });
});
