/** Which records hold a key now. Where two records hold it, the delete of the first spares the key, and that of the last revokes it. */
import { expect, test } from "@jest/globals";
import { newRecordId } from "../../provider/core/record/record";
import { heldKeys, hold, isHeld, release } from "../../provider/core/run/held-keys";
import { isSuccessorUncertain, markUncertain, succeedAs } from "../../provider/core/run/resources";
import { instant } from "../../provider/core/values/instant";
import type { KeyId } from "../../provider/core/values/key-id";
import { resourceHash } from "../../provider/core/values/marker";

const here = { url: "https://vendor.example" };
let count = 0;
const newKey = () => ({ keyId: `key-${count++}` as KeyId, createdAt: instant(count * 60_000) });
const origin = (name: string, stack = "dev") => ({
  name,
  hash: resourceHash(`urn:pulumi:${stack}::project::type::${name}`),
});
const recordOf = (name: string) => ({ recordId: newRecordId(), origin: origin(name) });

test("a key that nobody was seen with is held by nobody", () => {
  const { keyId } = newKey();
  expect(isHeld(here, keyId)).toBe(false);
  expect(release(here, keyId, newRecordId())).toBeUndefined();
});

test("the record that a delete is about is no other holder, also when it was seen many times", () => {
  const [key, ci] = [newKey(), recordOf("ci")];
  for (let seen = 0; seen < 3; seen++) hold(here, key, ci);
  expect(isHeld(here, key.keyId)).toBe(true);
  expect(release(here, key.keyId, ci.recordId)).toBeUndefined();
});

test.each([
  ["two resources", "ci", "deploy"],
  ["one resource, while a replacement is under way", "ci", "ci"],
])("of two records of %s the first to go is told of the second, and the second of nobody", (_, first, second) => {
  for (const isReversed of [false, true]) {
    const [key, both] = [newKey(), [recordOf(first), recordOf(second)]];
    for (const record of both) hold(here, key, record);
    const [one, other] = isReversed ? both.reverse() : both;
    expect(one && release(here, key.keyId, one.recordId)).toBe(other?.origin.name);
    expect(isHeld(here, key.keyId)).toBe(true);
    expect(other && release(here, key.keyId, other.recordId)).toBeUndefined();
    expect(isHeld(here, key.keyId)).toBe(false);
  }
});

test("a record that was never seen still learns who else holds its key", () => {
  const key = newKey();
  hold(here, key, recordOf("deploy"));
  expect(release(here, key.keyId, newRecordId())).toBe("deploy");
});

test("the same id at another API is another key", () => {
  const key = newKey();
  hold(here, key, recordOf("ci"));
  const elsewhere = { url: "https://eu.vendor.example" };
  expect(release(elsewhere, key.keyId, newRecordId())).toBeUndefined();
  expect(isHeld(elsewhere, key.keyId)).toBe(false);
  expect(isHeld(here, key.keyId)).toBe(true);
});

test("the keys of a time are those that some record still holds", () => {
  const [gone, kept] = [newKey(), newKey()];
  const ci = recordOf("ci");
  for (const key of [gone, kept]) hold(here, key, ci);
  release(here, gone.keyId, ci.recordId);
  const times = [gone.createdAt, kept.createdAt];
  expect(heldKeys(here, (at) => times.includes(at))).toEqual([kept.keyId]);
  expect(heldKeys(here, () => false)).toEqual([]);
  expect(heldKeys({ url: "https://eu.vendor.example" }, (at) => times.includes(at))).toEqual([]);
});

test("that a resource is not certain is remembered of that resource alone, also under another name", () => {
  const of = (name: string, stack?: string) => ({ recordId: newRecordId(), origin: origin(name, stack) });
  markUncertain(origin("lost"));
  expect([
    isSuccessorUncertain(of("lost")),
    isSuccessorUncertain(of("lost", "prod")),
    isSuccessorUncertain(of("other")),
  ]).toEqual([true, false, false]);
  const renamed = of("before");
  succeedAs(renamed.recordId, origin("lost"));
  expect(isSuccessorUncertain(renamed)).toBe(true);
});
