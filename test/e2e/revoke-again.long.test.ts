/** A revoke may be repeated: neither its lost answer, nor a key that somebody revoked in between, makes a run fail. */
import { describe, expect, test } from "@jest/globals";
import { ok, reset, vendorNames, vendors } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { kits } from "../vendors/index";
import { oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";

/** The answers that each vendor may give to a second revoke. There are as many rounds as the vendor with the most answers needs. */
const answers = forEachVendor((vendor): readonly unknown[] => {
  const choices: Readonly<Record<string, readonly unknown[]>> = vendors[vendor].choices;
  return choices.revokeRevoked ?? [];
});
const rounds = Array.from({ length: Math.max(...Object.values(answers).map(({ length }) => length)) }, (_, round) =>
  Object.fromEntries(
    vendorNames
      .filter((vendor) => answers[vendor].length > 0)
      .map((vendor) => [vendor, { revokeRevoked: answers[vendor][round % answers[vendor].length] }]),
  ),
);

describe.each(rounds)("a revoke whose answer was lost, at vendors that answer a second one so: %j", (switches) => {
  const stack = sharedStack({ switches });

  test("is repeated, and the destroy succeeds", async () => {
    await stack.up(oneOfEach(stack));
    const lost = [reset("after-commit"), ok];
    for (const vendor of vendorNames) stack.emulator.script(vendor, kits[vendor].routes.revoke, lost);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});
