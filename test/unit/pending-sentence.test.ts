/** What a person reads of a pending mint: never may it send them to forget a key that lives. */
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

function sentenceOf(given: Partial<Pending>, record: Partial<KeyRecord> = {}, isTriedAgain = true): string {
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
    { isTriedAgain },
  );
}

const inUse = wholeRecord(samples[unmarked]);
const keyInUse = String(inUse.key?.keyId);

describe("beside a key in use", () => {
  const { key } = inUse;

  test.each([true, false])(
    "a mint whose value is lost never sends to a revoke of the key in use (%s)",
    (isTriedAgain) => {
      const said = sentenceOf({}, { key }, isTriedAgain);
      expect(said).toContain(`Do not revoke key ${keyInUse}, which is in use.`);
      expect(said).not.toContain("this resource's own key");
      expect(said).toContain(`write \`adopt: {keyId: "${keyInUse}"}\``);
    },
  );

  test("lists that could not be read: nobody is sent to forget the key in use, nor to an `adopt` that cannot count yet", () => {
    const said = sentenceOf({ obstacle: "listing the keys: HTTP 501" }, { key });
    expect(said).toContain(`Do not run \`pulumi state delete\`: it also forgets key ${keyInUse}`);
    const unnamed = sentenceOf({ obstacle: "listing the keys: HTTP 501", candidates: [] }, { key });
    expect(unnamed).toContain(
      `mend what is named above. \`adopt\` of key ${keyInUse} counts only once a run has read the lists. Then write`,
    );
  });
});

describe("a key that another stack may hold", () => {
  test.each([
    [[mine], "Leave key apk-mine if another resource or stack holds key apk-mine, or somebody uses it."],
    [[mine, another], "Leave each key that another resource or stack holds, or that somebody uses."],
  ])("is left alone, by the steps (%j)", (candidates, leave) => {
    expect(sentenceOf({ candidates: candidates as KeyId[] })).toContain(leave);
  });

  test("is not adopted and then revoked, by a message that lets a person decide", () => {
    expect(sentenceOf({ value: new Secret("canary") }, {}, false)).toMatch(
      /If apk-mine is this resource's: write .* Otherwise, if no other resource or stack holds apk-mine and nobody uses it: revoke apk-mine\./,
    );
  });
});

test("a kept value whose key no list shows is forgotten only by who knows that it was revoked", () => {
  const said = sentenceOf({ value: new Secret("canary"), candidates: [] });
  expect(said).toContain("Only if you know that it was revoked: run `pulumi state delete <urn>`");
  expect(said).not.toContain("there is no such key");
});

describe("where a run could not read the lists", () => {
  const said = sentenceOf({ obstacle: "listing the keys: HTTP 501" });

  test("the key may be none of those that are named, and nobody is sent to forget the mint", () => {
    expect(said).toMatch(/It can be among apk-mine \(asked for .*\), or be a key that this run could not list\./);
    expect(said).toContain("Do not run `pulumi state delete` before a run has read the lists");
    expect(said).not.toContain("pulumi state delete <urn>");
  });
});

test.each([true, false])(
  "the previous key is put into use again only after the key of the mint has gone (%s)",
  (isTriedAgain) => {
    const said = sentenceOf({ value: new Secret("canary") }, { previous }, isTriedAgain);
    expect(said).toMatch(
      /make sure that the key of this mint was revoked\. Then write `adopt: \{keyId: "apk-before", value: …\}`/,
    );
  },
);

test("each key that may be the one is named where a person is to judge", () => {
  const said = sentenceOf({ candidates: [mine, another] as KeyId[] }, {}, false);
  expect(said).toContain(
    `look at keys apk-mine, apk-another at ${title}. If apk-mine or apk-another is this resource's: write`,
  );
  expect(said).toContain("Revoke each other one that no resource or stack holds and nobody uses.");
});

test("`adopt` counts in an up alone, which is said", () => {
  expect(sentenceOf({})).toContain("If the resource has left the program: declare it again with that `adopt`.");
});

describe("a listed key that no URL can hold", () => {
  const account = { definition: definition.account } as Account;
  const at = "2026-01-31T12:00:00Z" as Instant;

  test("is found by its vendor and its instant, and ends", () => {
    const said = namelessKey({ account }, at);
    expect(said).toContain(`${title} lists a key, created at ${at}, whose id cannot stand in a URL.`);
    expect(said).toMatch(
      /Otherwise: 1\. Write down `keyId` and `previousKeyId` .* 2\. Run `pulumi state delete <urn>`\. 3\. .* 4\. Look at the keys written down, the listed key and/,
    );
  });

  test("is not revoked for one on record that may be another's", () => {
    expect(namelessKey({ account }, at, mine)).toContain(
      "If key apk-mine is this resource's, and nobody uses the listed key:",
    );
  });
});
