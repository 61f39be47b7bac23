/** A secret is never printed, in whatever way one tries. Two secrets can be compared without opening them. */
import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { areApart, fitsMask, resemblance, reveal, Secret, sameSecret } from "../../provider/core/values/secret";

const text = "key-CANARY-0123456789";
const secret = new Secret(text);

function printed(...values: unknown[]): string {
  let out = "";
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      out += chunk;
      done();
    },
  });
  const console = new Console(stream, stream);
  console.log(...values);
  console.dir(values, { showHidden: true, depth: null });
  console.table(values);
  console.error("%s %o %O %j", ...values, ...values, ...values, ...values);
  return out;
}

class Holder {
  readonly value = secret;
  readonly #hidden = secret;
  hidden(): Secret {
    return this.#hidden;
  }
}

const prints: Record<string, (value: Secret) => unknown> = {
  "String()": (value) => String(value),
  "a template": (value) => `${value}`,
  concatenation: (value) => `a ${[value]}`,
  JSON: (value) => JSON.stringify(value),
  "JSON, nested": (value) => JSON.stringify({ a: [{ value }], map: [...new Map([["k", value]])] }),
  inspect: (value) => inspect(value, { showHidden: true, depth: null, customInspect: true }),
  "inspect without its own word": (value) =>
    inspect(value, { showHidden: true, depth: null, customInspect: false, getters: true }),
  "inspect, nested": (value) =>
    inspect({ a: [new Map([[value, new Set([value])]])], holder: new Holder() }, { showHidden: true, depth: null }),
  format: (value) => format("%s %d %i %f %j %o %O %c", value, value, value, value, value, value, value, value),
  console: (value) => printed(value, { value }, [value], new Holder()),
  "an Error's message": (value) => inspect(new Error(`failed with ${value}`, { cause: { value } }), { depth: null }),
  "its own properties": (value) =>
    JSON.stringify([Object.entries(value), Object.getOwnPropertyNames(value), Reflect.ownKeys(value).map(String)]),
  "its descriptors": (value) => inspect(Object.getOwnPropertyDescriptors(value)),
  spreading: (value) => inspect({ ...value }),
  "structured cloning": (value) => inspect(structuredClone({ ...value })),
  "locale text": (value) => value.toLocaleString(),
  "a primitive": (value) => [`${value.valueOf()}`, value as unknown as number].map(String).join(),
};

test.each(Object.entries(prints))("%s does not show it", (_name, print) => {
  const out = String(print(secret));
  expect(out).not.toContain("CANARY");
});

test.each(["String()", "a template", "JSON", "inspect", "console"])("%s says that it is one", (name) => {
  expect(String(prints[name]?.(secret))).toContain("[secret]");
});

test("it is opened by reveal alone, and nothing else can be opened", () => {
  expect(reveal(secret)).toBe(text);
  for (const other of [Object.create(Secret.prototype), { ...secret }, structuredClone(secret)]) {
    expect(() => reveal(other as Secret)).toThrow("not a secret of ours");
  }
});

test("two are the same when their texts are, and only then", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(sameSecret(new Secret(a), new Secret(a))).toBe(true);
      // UTF-8 writes every unpaired surrogate as the same bytes, so two different texts may be one secret.
      expect(sameSecret(new Secret(a), new Secret(b))).toBe(Buffer.from(a).equals(Buffer.from(b)));
    }),
  );
  expect(sameSecret(new Secret(text), new Secret(`${text} `))).toBe(false);
  expect(sameSecret(new Secret(""), new Secret(""))).toBe(true);
});

test("a value fits its own mask, and no mask that shows other characters", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abcXYZ019_-"), minLength: 12, maxLength: 40 });
  const dots = fc.constantFrom("...", "....", "…", "***", "••••");
  fc.assert(
    fc.property(word, dots, fc.nat(6), fc.nat(6), (value, hidden, begin, end) => {
      const mask = `${value.slice(0, begin)}${hidden}${end === 0 ? "" : value.slice(-end)}`;
      expect(fitsMask(new Secret(value), mask)).toBe(true);
      expect(fitsMask(new Secret(value), `=${mask}`)).toBe(true); // This is no mask that we know, so it rules out no value.
      expect(fitsMask(new Secret(`Q${value}`), `q${mask}`)).toBe(false);
      expect(fitsMask(new Secret(`${value}Q`), `${mask}q`)).toBe(false);
    }),
  );
});

test.each([
  [text, "fits"],
  ["key-...6789", "fits"],
  ["key-...789", "tells nothing"],
  ["key-...", "tells nothing"],
  ["hidden", "tells nothing"],
  ["key-...6780", "differs"],
  ["key-...x", "differs"],
  ["key-CANARY-0123456780", "differs"],
])("what a list shows as %s, held against the value in hand: %s", (shown, expected) => {
  expect(resemblance(secret, new Secret(shown))).toBe(expected);
});

test("a list without values tells nothing of one", () => {
  expect(resemblance(secret, undefined)).toBe("tells nothing");
});

test.each([
  ["key-...6789", "key-...6780", true],
  ["key-...6789", "key-...6789", false],
  ["key-...6789", "key-...x6789", false],
  ["key-...789", "key-...780", false],
  ["hidden", "key-...6780", false],
  [text, "key-...6780", false],
  [text, "key-CANARY-0123456780", true],
  [text, text, false],
])("of two listed values, %s and %s: certainly of two keys is %s", (one, other, expected) => {
  expect(areApart(new Secret(one), new Secret(other))).toBe(expected);
  expect(areApart(new Secret(one), undefined)).toBe(false);
});
