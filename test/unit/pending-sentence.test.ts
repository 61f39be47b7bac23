/** The sentence that tells a person of a pending mint. It must never tell them to forget a live key. */
import { describe, expect, test } from "@jest/globals";
import { namelessKey } from "../../provider/core/keys/nameless-key";
import { pendingSentence } from "../../provider/core/record/pending-sentence";
import type { KeyRecord, Pending } from "../../provider/core/record/record";
import type { Instant } from "../../provider/core/values/instant";
import type { KeyId } from "../../provider/core/values/key-id";
import type { Nonce } from "../../provider/core/values/marker";
import { Secret } from "../../provider/core/values/secret";
import type { Account } from "../../provider/core/vendor/account";
import { unmarked } from "../vendors/chosen";
import { samples, wholeRecord } from "./samples.test.support";

const { definition } = samples[unmarked];
const { title } = definition.account;
const [mine, another, before] = ["apk-mine", "apk-another", "apk-before"] as KeyId[];
const previous = { keyId: before as KeyId, validUntil: "2026-01-31T12:00:00Z" as Instant };

function sentenceOf(
  given: Partial<Pending>,
  record: Partial<KeyRecord> = {},
  isTriedAgain = true,
  isDestroy = false,
): string {
  const pending: Pending = {
    nonce: "0123456789ab" as Nonce,
    marked: false,
    isListed: true,
    isExact: true,
    from: "2026-01-31T12:00:00Z" as Instant,
    until: "2026-01-31T12:00:01Z" as Instant,
    candidates: [mine as KeyId],
    others: [],
    ...given,
  };
  return pendingSentence(
    definition,
    { ...wholeRecord(samples[unmarked]), key: undefined, ...record, pending },
    { isTriedAgain, isDestroy },
  );
}

const inUse = wholeRecord(samples[unmarked]);
const keyInUse = String(inUse.key?.keyId);

describe("beside a key in use", () => {
  const { key } = inUse;

  test.each([true, false])(
    "the sentence about a mint whose value is lost never tells a person to revoke the key in use (%s)",
    (isTriedAgain) => {
      const said = sentenceOf({}, { key }, isTriedAgain);
      expect(said).toContain(`Do not revoke key ${keyInUse}, which is in use.`);
      expect(said).not.toContain("pulumi state delete <urn>");
    },
  );

  test("lists that could not be read: nobody is sent to forget the key in use, nor to an `adopt` that cannot count yet", () => {
    const said = sentenceOf({ obstacle: "listing the keys: HTTP 501" }, { key });
    const unnamed = sentenceOf({ obstacle: "listing the keys: HTTP 501", candidates: [] }, { key });
    for (const text of [said, unnamed]) {
      expect(text).toContain("Mend that, then run the same command again. ");
      expect(text).toContain(
        `\`pulumi state delete\` this resource: that mints a second key, or forgets key ${keyInUse}.`,
      );
      expect(text).toMatch(/Steps: \S+#the-run-could-not-settle-it$/);
    }
  });
});

describe("a key that another stack may hold", () => {
  test.each([
    [[mine], "Leave key apk-mine if another resource or stack holds key apk-mine, or somebody uses it."],
    [[mine, another], "Leave each key that another resource or stack holds, or that somebody uses."],
  ])("is left alone, by the steps (%j)", (candidates, leave) => {
    expect(sentenceOf({ candidates: candidates as KeyId[] })).toContain(leave);
  });

  test("asks nothing of a person before a second run has looked", () => {
    const said = sentenceOf({ value: new Secret("canary") }, {}, false);
    expect(said).toContain(
      "You need do nothing yet: the next `pulumi up` tries again. Until the mint is settled, do not taint or `--replace`",
    );
    expect(said).toMatch(/#the-first-run-after-it$/);
  });
});

test("a mint whose value is kept, and whose key no list shows, is forgotten only by somebody who knows that no key of it lives", () => {
  const said = sentenceOf({ value: new Secret("canary"), candidates: [] });
  expect(said).toContain("Run `pulumi state delete <urn>` only if you know that no key of this mint lives.");
});

describe("where a run could not read the lists", () => {
  const said = sentenceOf({ obstacle: "listing the keys: HTTP 501" });

  test("the sentence says that the key may be none of the named ones, and tells nobody to forget the mint", () => {
    expect(said).toMatch(/A candidate is apk-mine \(created .*\), or a key that this run could not list\./);
    expect(said).toContain(
      "Until the mint is settled, do not taint, `--replace` or `pulumi state delete` this resource",
    );
    expect(said).not.toContain("pulumi state delete <urn>");
  });
});

test.each([true, false])("the previous key is not forgotten with the mint (%s)", (isTriedAgain) => {
  const said = sentenceOf({ value: new Secret("canary") }, { previous }, isTriedAgain);
  expect(said.includes("Do not run `pulumi state delete`: it forgets key apk-before too.")).toBe(isTriedAgain);
  expect(said).not.toContain("pulumi state delete <urn>");
});

test("each key that may be the one is named where a person is to judge", () => {
  const said = sentenceOf({ candidates: [mine, another] as KeyId[] });
  expect(said).toContain("The only candidates are apk-mine, apk-another (created from");
  expect(said).toContain(`Look at these keys at ${title}. Leave each key that another resource or stack holds`);
});

describe("in a destroy", () => {
  const { key } = inUse;
  const destroying = (given: Partial<Pending>) => sentenceOf(given, { key, previous }, true, true);

  test.each([{}, { candidates: [] }, { obstacle: "listing the keys: HTTP 501" }])(
    "each key of the record is revoked by hand before the record is forgotten (%j)",
    (given) => {
      const said = destroying(given);
      expect(said).toContain(
        `Revoke by hand only keys of this record that nobody uses: the key that you know this mint has made, key ${keyInUse}, key apk-before. ` +
          "Run `pulumi state delete <urn>` only if these keys are all revoked, and this command still fails.",
      );
      expect(said).toMatch(/#in-a-destroy$/);
      expect(said).toContain("has made a newer key: do not write `adopt` on this resource.");
    },
  );
});

test.each([true, false])("is read once: no sentence has more than 25 words (tried again: %s)", (isTried) => {
  const { key } = inUse;
  for (const given of [{}, { candidates: [] }, { value: new Secret("canary") }, { obstacle: "no answer in time" }]) {
    for (const record of [{}, { key }, { previous }]) {
      for (const isDestroy of isTried ? [true, false] : [false]) {
        const said = sentenceOf(given, record, isTried, isDestroy);
        const sentences = said.split(". ").map((sentence) => sentence.split(" ").length);
        expect(Math.max(...sentences)).toBeLessThanOrEqual(25);
        expect(said.split(" ").length).toBeLessThanOrEqual("obstacle" in given ? 116 : 100);
      }
    }
  }
});

describe("a listed key that no URL can hold", () => {
  const account = { definition: definition.account } as Account;
  const at = "2026-01-31T12:00:00Z" as Instant;

  test("is told by its vendor and its date, with steps that end it", () => {
    const said = namelessKey({ account }, at);
    expect(said).toContain(`${title} lists a key, created at ${at}, whose id cannot stand in a URL.`);
    expect(said).toMatch(
      /Otherwise: write down `keyId` and `previousKeyId` of this resource, run `pulumi state delete <urn>`, then revoke .* that nobody uses\. Steps: \S+$/,
    );
  });

  test("is revoked only if the key on record is this resource's", () => {
    expect(namelessKey({ account }, at, mine)).toContain(
      "If key apk-mine is this resource's, and nobody uses the listed key:",
    );
  });
});
