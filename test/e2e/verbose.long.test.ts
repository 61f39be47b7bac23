/** The most talkative log of the engine shows every secret: in lines of its own, and in none of ours. */
import { expect, test } from "@jest/globals";
import { beforeCommit, body, ok, reset } from "../../emulator/index";
import { unmarked } from "../vendors/chosen";
import { markedVendors } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { forAll, keyId, oneOfEach } from "./harness/keys";
import { leaksIn } from "./harness/leaks";
import { sharedStack } from "./harness/stack";

const stack = sharedStack();
const rotation = (trigger: string) => forAll({ rotation: { trigger, overlap: "1h" } });

test("at -v=9 each secret stands in a line of the engine's own", async () => {
  stack.verbosity = 9;
  const { log } = await stack.up(oneOfEach(stack, rotation("one")));
  // Searched after the test, without the engine's own lines.
  expect(leaksIn({ log }, stack.ledger.secrets())).toEqual(["log"]);
});

test("… also where answers that quote them are refused, and a lost one is kept", async () => {
  const { emulator } = stack;
  emulator.script(unmarked, kits[unmarked].routes.list, body("echo", 500));
  emulator.script(unmarked, kits[unmarked].routes.mint, reset("after-commit"));
  for (const [index, vendor] of markedVendors.entries())
    emulator.script(vendor, kits[vendor].routes.mint, beforeCommit(index % 2 ? body("html", 403) : body("echo", 422)));
  await stack.failing("up", oneOfEach(stack, rotation("two")));
  await stack.failing("refresh");
});

test("… also where a refresh settles what was lost, and a destroy revokes all of it", async () => {
  const { emulator } = stack;
  for (const route of [kits[unmarked].routes.list, kits[unmarked].routes.mint]) emulator.script(unmarked, route, ok);
  // By hand: nobody has the value of the lost key.
  for (const key of stack.ledger.liveKeys(unmarked))
    if (key.id !== keyId(stack, unmarked)) emulator.strangers.revoke(key);
  await stack.refresh();
  await stack.destroy();
  expect(stack.ledger.liveKeys()).toEqual([]);
});
