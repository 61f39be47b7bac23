/** Another Devin organization than at the mint: a run settles and forgets no key of the other one, and says what it cannot prove. */
import { afterEach, expect, test } from "@jest/globals";
import { ok, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { devin } = kits;

let world: OneStack;
afterEach(() => world.close());

test("an organization of Devin's that is corrected beside a pending mint is handed no key of the other one", async () => {
  world = await OneStack.open("devin");
  const { emulator } = world;
  for (const route of [devin.routes.self, devin.routes.list]) emulator.script("devin", route, [ok, status(501)]);
  await world.up();
  for (const route of [devin.routes.self, devin.routes.list]) emulator.script("devin", route, ok);
  const { scope: orgId } = emulator.place("devin", { scope: "org-ffffffffffffffffffffffffffffffff" });
  const corrected = world.program({ orgId });
  const { errors } = await world.up(corrected);
  expect(errors).toEqual([expect.stringMatching(/the state holds key \S+, .* Run `pulumi up` again: it replaces key/)]);
  expect(world.record().outputs.orgId).not.toBe(orgId);
  expect((await world.up(corrected)).errors).toEqual([]);
  expect(emulator.ledger.liveKeys("devin").filter(({ isPersonal }) => !isPersonal)).toEqual([
    expect.objectContaining({ id: world.record().outputs.keyId, scope: orgId }),
  ]);
});

test("another organization of a Devin enterprise is not another account", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  const { emulator } = world;
  const { scope: orgId } = emulator.place("devin", { scope: `org-${"b".repeat(32)}` });
  await world.up(world.program({ orgId }));
  for (const key of emulator.ledger.liveKeys("devin")) emulator.strangers.revoke(key);
  emulator.switches.devin.selfAnswersAdminKeys = 200;
  const { errors } = await world.destroy();
  expect(errors).toEqual([
    expect.stringMatching(/it is not proved that .* belongs to the account that minted the key/),
  ]);
});

test("an organization's only key that was revoked by hand: a taint mints another, and lets the revoked one go", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  const { emulator, stack } = world;
  const { scope: orgId } = emulator.place("devin", { scope: `org-${"b".repeat(32)}` });
  const program = world.program({ orgId });
  await world.up(program);
  world.revokeByHand(world.record().outputs.keyId);
  const { errors } = await world.refresh();
  expect(errors).toEqual([
    expect.stringMatching(
      /it is not proved that .* Only if you know .* run `pulumi state taint <urn>`, then `pulumi up`/,
    ),
  ]);
  expect(errors[0]).not.toContain("state delete");
  // This stands for a taint: the engine asks for no diff, and deletes the replaced record after the create.
  stack.replaced.set(world.record(), "ci");
  stack.resources.delete("ci");
  const tainted = await world.up(program);
  expect([tainted.errors, tainted.changes]).toEqual([[], ["create ci", "delete replaced ci"]]);
  expect(world.live).toEqual([world.record().outputs.keyId]);
  expect(stack.records).toHaveLength(1);
});

test("a destroy that cannot prove the account says which record to take out of the state, once none of its keys lives", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  const { scope: orgId } = world.emulator.place("devin", { scope: `org-${"b".repeat(32)}` });
  await world.up(world.program({ orgId }));
  const { id, outputs } = world.record();
  world.revokeByHand(outputs.keyId);
  expect((await world.destroy()).errors).toEqual([
    expect.stringMatching(
      new RegExp(
        `make sure that none of this resource's keys lives .* \`pulumi state delete\` offers several records: choose "${id}"$`,
      ),
    ),
  ]);
});
