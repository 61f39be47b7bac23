/** Devin's answer to a create lacks the key's id: how the id is found, and what happens to a key that cannot be told from others. */
import { describe, expect, test } from "@jest/globals";
import { ok, reset, stranger } from "../../../../emulator/index";
import { keyCases, keyId } from "../../../e2e/harness/keys";
import { freshStack } from "../../../e2e/harness/stack";
import type { TestStack } from "../../../e2e/harness/test-stack";

const create = "POST /v2/enterprise/api-keys";
const { declare } = keyCases.devin;

describe("where neither the new key nor the list tells the id", () => {
  const stack = freshStack({ switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } });
  const program = async () => void declare("devin", stack);

  test("the only new key of two lists is taken for it, and the record says so", async () => {
    await stack.up(program);
    const [key] = stack.ledger.liveKeys();
    expect(stack.state("devin").outputs).toMatchObject({ keyId: key?.id, keyIdProof: "difference" });
    expect(Object.values(await stack.values())).toEqual([stack.ledger.valueOf(key as never)]);
    expect((await stack.refresh()).steps).toEqual({ devin: ["same"] });
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("one of several is not guessed: the record is pending with the value, and names the candidates alone", async () => {
    const { clock, strangers, script, switches } = stack.emulator;
    clock.advance(-60_000);
    const before = strangers.mint("devin").id;
    clock.advance(60_000);
    clock.freeze();
    script("devin", create, [stranger("after-commit"), ok]);
    script("devin", "GET /v2/enterprise/self", [ok, stranger("before-commit"), ok]);
    const run = await stack.failing("up", program);
    const [, own, other, third] = stack.ledger.liveKeys().map(({ id }) => id);
    clock.resume();
    expect(run.errors("devin")).toMatch(/minted a key and its value is kept, but which id it has is not proved/);
    for (const candidate of [own, other, third]) expect(run.errors("devin")).toContain(candidate);
    expect(run.errors("devin")).not.toContain(before);
    const { outputs } = stack.state("devin");
    expect(outputs.keyId).toBe("");
    expect(outputs.pending.candidates.toSorted()).toEqual([own, other, third].toSorted());
    expect(Object.values(await stack.values())).toEqual([stack.ledger.valueOf(keyOf(stack, own))]);

    await stack.refresh();
    expect(stack.state("devin").outputs).toMatchObject({ keyId: "", pending: outputs.pending });
    const destroy = await stack.failing("destroy");
    expect(destroy.errors("devin")).toMatch(/No key was revoked, the state is kept/);
    expect(stack.ledger.liveKeys()).toHaveLength(4);

    switches.devin.selfAnswersServiceKeys = 200;
    const next = await stack.up();
    expect(next.changing()).toEqual([]);
    expect(keyId(stack, "devin")).toBe(own);
    await stack.destroy();
    expect(stack.ledger.liveKeys().map(({ id }) => id)).toEqual([before, other, third]);
  });
});

describe("where the answer to the create is lost", () => {
  const stack = freshStack();

  test("the new key is only a candidate, never revoked; adopted and destroyed, it is out of the way", async () => {
    stack.emulator.script("devin", create, [reset("after-commit"), ok]);
    const run = await stack.failing("up", async () => void declare("devin", stack));
    const candidate = stack.ledger.liveKeys()[0]?.id ?? "";
    expect(run.errors("devin")).toMatch(/whether Devin minted a key is not known: its answer was lost/);
    expect(run.errors("devin")).toContain(candidate);
    expect(stack.state("devin").outputs).toMatchObject({ keyId: "", pending: { candidates: [candidate] } });

    const again = await stack.failing("up");
    expect(again.changing()).toEqual([]);
    expect(again.errors("devin")).toMatch(
      new RegExp(
        `it is your turn: .* The only candidate is ${candidate} \\(.*\\)\\. .* Look at key ${candidate} at Devin\\. Leave key ${candidate} if another resource or stack holds`,
      ),
    );
    expect(stack.ledger.liveKeys()).toHaveLength(1);

    await stack.up(async () => {
      const { resource } = declare("orphan", stack, { adopt: { keyId: candidate } });
      declare("devin", stack, {}, { dependsOn: resource });
    });
    expect(keyId(stack, "orphan")).toBe(candidate);
    expect(stack.ledger.liveKeys()).toHaveLength(2);

    await stack.up(async () => void declare("devin", stack));
    expect(stack.ledger.liveKeys().map(({ id }) => id)).toEqual([keyId(stack, "devin")]);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("a person who does what the second run says gets a key", async () => {
    stack.emulator.script("devin", create, [reset("after-commit"), ok]);
    await stack.failing("up", async () => void declare("devin", stack));
    await stack.failing("up");
    for (const key of stack.ledger.liveKeys()) stack.emulator.strangers.revoke(key);
    await stack.up();
    expect(stack.ledger.liveKeys().map(({ id }) => id)).toEqual([keyId(stack, "devin")]);
    await stack.destroy();
  });
});

function keyOf({ ledger }: TestStack, id: string | undefined) {
  const found = ledger.keys.find((key) => key.id === id);
  if (!found) throw new Error("no such key");
  return found;
}
