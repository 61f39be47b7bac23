/** Adopting a live Devin key: which keys are refused. An adopted key is whole in the record, and later runs leave it unchanged. */
import "../../unit/short-waits.test.support";
import { expect, test } from "@jest/globals";
import { adopt, emulator } from "../../unit/adoption.test.support";

test("Devin: the key that we authenticate with, a person's, and another organization's are refused", async () => {
  const people = () => emulator.ledger.keys.filter((key) => key.vendor === "devin" && key.isPersonal);
  const [own] = people();
  await expect(adopt("devin", { keyId: own?.id })).rejects.toThrow(/the key that this run authenticates with/);
  emulator.tokens.issue("devin", { name: "colleague" });
  const [, colleague] = people();
  await expect(adopt("devin", { keyId: colleague?.id })).rejects.toThrow(/is a person's/);
  const elsewhere = emulator.strangers.mint("devin", { scope: "org-other" });
  await expect(adopt("devin", { keyId: elsewhere.id })).rejects.toThrow(/no live key/);
});

test("the value of another key is refused where the vendor tells whose it is", async () => {
  const [key, other] = [emulator.strangers.mint("devin"), emulator.strangers.mint("devin")];
  const adopted = () => adopt("devin", { keyId: key.id, value: emulator.ledger.valueOf(other) });
  await expect(adopted()).rejects.toThrow(/`adopt.value` is not the value of this key/);
  emulator.switches.devin.selfAnswersServiceKeys = 200;
  await expect(adopted()).rejects.toThrow(/`adopt.value` is the value of another key/);
});
