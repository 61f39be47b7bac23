/** Policies see every input in clear. Whatever a program writes into a key, no violation may repeat it. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { policies } from "../../policy/index";
import { definitionByToken } from "../../policy/key";
import { commonInputs } from "../../provider/core/program/inputs";
import { verdict } from "./verdicts.test.support";

const strict = {
  maxLife: "1m",
  timesAYear: 9_000,
  minOverlap: "1m",
  maxOverlap: "1m",
  missedRuns: 9_000,
  name: "^$",
  description: "^$",
};
const resourcePolicies = policies.filter((policy) => "validateResource" in policy).map(({ name }) => name);

/** No word of ours consists of these letters alone, so a match is never chance. */
const canary = fc.stringMatching(/^[zjxq]{6,12}$/);
const span = fc.stringMatching(/^[1-9]\d{3,5}[dhm]$/);
const text = fc.oneof(canary, span);

test.each([...definitionByToken])("no value of a %s is told", (type, definition) => {
  const names = [...Object.keys(definition.inputs.shape), ...Object.keys(commonInputs.shape), "apiKey", "privateKey"];
  const rotation = fc.record({ every: text, beforeExpiry: text, overlap: text, trigger: text }, { requiredKeys: [] });
  const adopt = fc.record({ keyId: canary, value: canary });
  const flat = fc.record(Object.fromEntries(names.map((name) => [name, text])), { requiredKeys: [] });
  let told = 0;
  fc.assert(
    fc.property(flat, rotation, adopt, fc.boolean(), (props, rotation, adopt, protect) => {
      const all = { ...props, rotation, adopt };
      const said = resourcePolicies.flatMap((policy) =>
        verdict(policy, { type, props: all, settings: strict, protect }),
      );
      told += said.length;
      const values = [...Object.values(props), ...Object.values(rotation), ...Object.values(adopt)];
      expect(said.filter((message) => values.some((value) => value !== undefined && message.includes(value)))).toEqual(
        [],
      );
    }),
  );
  // Without any violation the test would prove nothing.
  expect(told).toBeGreaterThan(200);
});
