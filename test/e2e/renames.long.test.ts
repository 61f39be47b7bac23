/** A resource or its stack is renamed, on the real engine: the key stays, what is due stays due, and the next marker is the new name's. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ComponentResource, type CustomResourceOptions, rootStackResource } from "@pulumi/pulumi";
import { marked } from "../vendors/chosen";
import { Consumer } from "./harness/consumer";
import { keyCases, keyId, markedFor } from "./harness/keys";
import { sharedStack } from "./harness/stack";

const dayMs = 86_400_000;
const stack = sharedStack();
const rotation = { every: "30d", overlap: "24h" };

function declare(name: string, options?: CustomResourceOptions): void {
  const key = keyCases[marked].declare(name, stack, { rotation }, options);
  new Consumer("consumer", key.value);
}
const hash = (name: string) => stack.state(name).inputs.__origin.hash;

let id: string;
let hashes: string[] = [];
beforeAll(async () => {
  await stack.up(async () => declare("first"));
  id = keyId(stack, "first");
  hashes = [hash("first")];
});
afterAll(() => expect(new Set(hashes).size).toBe(hashes.length));

/** The up writes the new name into the record, and changes neither the key nor its consumer. */
async function keepsTheKey(name: string, program: () => Promise<void>): Promise<void> {
  const preview = await stack.preview(program);
  expect(preview.steps).toEqual({ [name]: ["update"], consumer: ["update"] });
  const run = await stack.up(program);
  expect(run.steps).toEqual({ [name]: ["update"], consumer: ["same"] });
  expect([preview.sent(), run.sent(), run.said]).toEqual([[], [], []]);
  expect(keyId(stack, name)).toBe(id);
  hashes.push(hash(name));
  expect((await stack.up()).steps).toEqual({ [name]: ["same"], consumer: ["same"] });
}

test("an alias: the preview shows what uses the key as changed, the up leaves it alone", () =>
  keepsTheKey("second", async () => declare("second", { aliases: [{ name: "first" }] })));

test("state rename: what the program calls the key by now is written down", async () => {
  await stack.command("state", "rename", stack.state("second").urn, "third", "--yes", "--stack", "test");
  await keepsTheKey("third", async () => declare("third"));
});

test("an alias of the parent: a key that moves into a component", () =>
  keepsTheKey("third", async () => {
    const parent = new ComponentResource("test:Component", "component");
    declare("third", { parent, aliases: [{ parent: rootStackResource }] });
  }));

test("stack rename: the key stays, and the stack's new name counts from its next mint", async () => {
  await stack.rename("renamed");
  await keepsTheKey("third", async () => {
    const parent = new ComponentResource("test:Component", "component");
    declare("third", { parent });
  });
});

test("after all of these it rotates when it is due, marked for its last name, and both keys are revoked", async () => {
  stack.goTo(30 * dayMs);
  const run = await stack.up();
  expect(run.steps).toEqual({ third: ["update"], consumer: ["update"] });
  expect(run.said).toEqual([expect.stringContaining(`third: key ${id} is 30 days old: a new key is minted`)]);
  expect([markedFor(stack, id), markedFor(stack, keyId(stack, "third"))]).toEqual([hashes[0], hashes.at(-1)]);
  await stack.destroy();
  expect(stack.ledger.liveKeys()).toEqual([]);
});
