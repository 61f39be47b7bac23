/** Which record holds a key now: a key that another one uses is not revoked with the first, and is with the last. */
import { expect, test } from "@jest/globals";
import { hold, isHeld, isUnsettled, markUnsettled, release } from "../../provider/core/holders";
import type { KeyId } from "../../provider/core/key-id";
import { resourceHash } from "../../provider/core/marker";

const here = { url: "https://vendor.example" };
let count = 0;
const newKey = () => `key-${count++}` as KeyId;
const origin = (name: string, stack = "dev") => ({
  name,
  hash: resourceHash(`urn:pulumi:${stack}::project::type::${name}`),
});

test("a key that nobody was seen with is held by nobody", () => {
  const keyId = newKey();
  expect(isHeld(here, keyId)).toBe(false);
  expect(release(here, keyId, origin("ci"))).toBeUndefined();
});

test("the record that a delete is about is no other holder, also when it was seen many times", () => {
  const keyId = newKey();
  for (let seen = 0; seen < 3; seen++) hold(here, keyId, { origin: origin("ci"), isFresh: false });
  expect(isHeld(here, keyId)).toBe(true);
  expect(release(here, keyId, origin("ci"))).toBeUndefined();
});

test("of two records of one key the first to go is told of the second, and the second of nobody", () => {
  for (const [first = "", second = ""] of [
    ["ci", "deploy"],
    ["deploy", "ci"],
  ]) {
    const keyId = newKey();
    hold(here, keyId, { origin: origin("ci"), isFresh: false });
    hold(here, keyId, { origin: origin("deploy"), isFresh: false });
    expect(release(here, keyId, origin(first))).toBe(second);
    expect(isHeld(here, keyId)).toBe(true);
    expect(release(here, keyId, origin(second))).toBeUndefined();
    expect(isHeld(here, keyId)).toBe(false);
  }
});

test("a record that was never seen still learns who else holds its key", () => {
  const keyId = newKey();
  hold(here, keyId, { origin: origin("deploy"), isFresh: false });
  expect(release(here, keyId, origin("ci"))).toBe("deploy");
});

test("a resource of the same name in another stack is another record", () => {
  const keyId = newKey();
  hold(here, keyId, { origin: origin("ci", "prod"), isFresh: false });
  expect(release(here, keyId, origin("ci", "dev"))).toBe("ci");
});

test("a record that was written in this run is another than the old one of the same name, and stays", () => {
  const keyId = newKey();
  hold(here, keyId, { origin: origin("ci"), isFresh: true });
  expect(release(here, keyId, origin("ci"))).toBe("ci");
  expect(isHeld(here, keyId)).toBe(true);
});

test("the same id at another API is another key", () => {
  const keyId = newKey();
  hold(here, keyId, { origin: origin("ci"), isFresh: true });
  const elsewhere = { url: "https://eu.vendor.example" };
  expect(release(elsewhere, keyId, origin("deploy"))).toBeUndefined();
  expect(isHeld(elsewhere, keyId)).toBe(false);
  expect(isHeld(here, keyId)).toBe(true);
});

test("a mint that could not be settled is remembered for its resource alone", () => {
  markUnsettled(origin("lost"));
  expect([isUnsettled(origin("lost")), isUnsettled(origin("lost", "prod")), isUnsettled(origin("other"))]).toEqual([
    true,
    false,
    false,
  ]);
});
