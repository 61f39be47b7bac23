/** The engine's log at its highest verbosity shows every secret in the engine's own lines. No line of ours may show one. */
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
  // The audit after the test searches the log without the engine's own lines.
  expect(leaksIn({ log }, stack.ledger.secrets())).toEqual(["log"]);
});

test("no line of ours shows a secret when an answer quotes it, or when the answer to a mint is lost", async () => {
  const { emulator } = stack;
  emulator.script(unmarked, kits[unmarked].routes.list, body("echo", 500));
  emulator.script(unmarked, kits[unmarked].routes.mint, reset("after-commit"));
  for (const [index, vendor] of markedVendors.entries())
    emulator.script(vendor, kits[vendor].routes.mint, beforeCommit(index % 2 ? body("html", 403) : body("echo", 422)));
  await stack.failing("up", oneOfEach(stack, rotation("two")));
  await stack.failing("refresh");
});

test("no line of ours shows a secret when a refresh settles the lost mint and a destroy revokes all keys", async () => {
  const { emulator } = stack;
  for (const route of [kits[unmarked].routes.list, kits[unmarked].routes.mint]) emulator.script(unmarked, route, ok);
  // A person revokes the lost key, since nobody has its value.
  for (const key of stack.ledger.liveKeys(unmarked))
    if (key.id !== keyId(stack, unmarked)) emulator.strangers.revoke(key);
  await stack.refresh();
  await stack.destroy();
  expect(stack.ledger.liveKeys()).toEqual([]);
});
