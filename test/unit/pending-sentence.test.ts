/** What a person reads of an open mint: never may it send them to forget a key that lives. */
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

function sentenceOf(open: Partial<Pending>, record: Partial<KeyRecord> = {}, isTriedAgain = true): string {
  const pending: Pending = {
    nonce: "0123456789ab" as Nonce,
    marked: false,
    isListed: true,
    isExact: true,
    from: "2026-01-31T12:00:00Z" as Instant,
    until: "2026-01-31T12:00:01Z" as Instant,
    candidates: [mine as KeyId],
    others: [],
    ...open,
  };
  return pendingSentence(
    definition,
    { ...wholeRecord(samples[unmarked]), key: undefined, ...record, pending },
    { isTriedAgain },
  );
}

describe("where a run could not read the lists", () => {
  const said = sentenceOf({ obstacle: "listing the keys: HTTP 501" });

  test("the key may be none of those that are named, and nobody is sent to forget the mint", () => {
    expect(said).toMatch(/It can be among apk-mine \(asked for .*\), or be a key that this run could not list\./);
    expect(said).toContain("Do not run `pulumi state delete` before a run has read the lists");
    expect(said).not.toContain("If no key is this resource's");
  });
});

test.each([true, false])(
  "the key before is put into use again only after the key of the mint has gone (%s)",
  (isTriedAgain) => {
    const said = sentenceOf({ value: new Secret("canary") }, { previous }, isTriedAgain);
    expect(said).toMatch(
      /first find and revoke the key that was minted\. Then write `adopt: \{keyId: "apk-before", value: …\}`/,
    );
  },
);

test("each key that may be the one is named where a person is to judge", () => {
  const said = sentenceOf({ candidates: [mine, another] as KeyId[] }, {}, false);
  expect(said).toContain(
    `look at keys apk-mine, apk-another at ${title}. If apk-mine or apk-another is this resource's: write`,
  );
  expect(said).toContain("Revoke each that nobody uses.");
});

test("`adopt` counts in an up alone, which is said", () => {
  expect(sentenceOf({})).toContain("(declare the resource again if it has left the program), then run `pulumi up`.");
});

describe("a listed key that no URL can hold", () => {
  const account = { settings: definition.account } as Account;
  const at = "2026-01-31T12:00:00Z" as Instant;

  test("is found by its vendor and its instant, and ends", () => {
    const said = namelessKey({ account }, at);
    expect(said).toContain(`${title} lists a key, created at ${at}, whose id cannot stand in a URL.`);
    expect(said).toMatch(/Otherwise: revoke each key of this resource by hand, and only then run `pulumi state delete/);
  });

  test("is not revoked for one on record that may be another's", () => {
    expect(namelessKey({ account }, at, mine)).toContain(
      "If key apk-mine is this resource's, and nobody uses the listed key:",
    );
  });
});
