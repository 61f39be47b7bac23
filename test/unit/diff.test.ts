/** What a change of the program does to a key: a table of changes for each vendor. The diff must send no request. */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { createEmulator, type Emulator, type VendorName, vendorNames } from "../../emulator/index";
import { diff } from "../../provider/core/engine/diff";
import type { KeyRecord } from "../../provider/core/record/record";
import { writeOutputs } from "../../provider/core/record/stored";
import type { Instant } from "../../provider/core/values/instant";
import type { Nonce } from "../../provider/core/values/marker";
import { noConfig } from "../../provider/core/vendor/stack-config";
import { variableOf } from "../../provider/core/vendor/variables";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { Change } from "../vendors/input-cases";
import { emptyEnvironment } from "./account/environment.test.support";
import { asState, identityOf, type Sample, samples, wholeRecord, withKey } from "./samples.test.support";

type Changes = Record<string, unknown>;

const gone = undefined;
const common: readonly Change[] = [
  ["nothing", {}, {}, "nothing"],
  ["marker set", {}, { marker: false }, "nothing"],
  ["marker turned", { marker: false }, { marker: true }, "nothing"],
  ["adopt added", {}, { adopt: { keyId: "any", value: "any" } }, "nothing"],
  ["adopt removed", { adopt: { keyId: "any" } }, {}, "nothing"],
  ["account renamed", {}, { account: "eu" }, "settings"],
  ["another program text", {}, { __provider: "exports.handler=()=>1" }, "nothing"],
  ["account not known yet", {}, { account: unknownValue }, ["account"]],
];

let emulator: Emulator;
emptyEnvironment();
beforeAll(async () => {
  emulator = await createEmulator();
});
afterAll(() => emulator.close());
let said: string[] = [];
beforeEach(() => {
  said = [];
  jest.spyOn(console, "log").mockImplementation((line) => void said.push(String(line)));
});

const dropUndefined = (inputs: Changes) =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));

/** The diff between what a run has written and what a program says now. */
function diffOf(sample: Sample, record: KeyRecord, before: Changes, after: Changes) {
  const { definition, inputs } = sample;
  const { adopt: _, ...asked } = before;
  const minted = { ...record, identity: identityOf(sample, asked) };
  const outputs = asState(writeOutputs(definition, dropUndefined({ ...inputs, ...before }), minted));
  return diff(
    definition,
    outputs,
    dropUndefined({ ...inputs, ...before, adopt: gone, ...rest(before, after) }),
    noConfig,
  );
}

/** The changed inputs. An input of `before` that `after` does not mention is removed. */
function rest(before: Changes, after: Changes): Changes {
  return { ...Object.fromEntries(Object.keys(before).map((name) => [name, undefined])), ...after };
}

/** A vendor whose keys can expire, and whose accounts have an organization. */
const expiring = vendorThat(
  ({ definition }) => definition.expiry !== undefined && definition.account.org !== undefined,
);
const { account } = samples[expiring].definition;
const variable = (which: "token" | "url") => variableOf(account, account[which], undefined);

/** Sets the API's URL of a vendor, for the unnamed account and for the account `eu`. */
function leadTo(vendor: VendorName, url: string): void {
  const { account } = samples[vendor].definition;
  for (const name of [undefined, "eu"]) process.env[variableOf(account, account.url, name)] = url;
}

/** The record of a key that was minted at the emulator. */
function heldAt(vendor: VendorName): KeyRecord {
  const { account: _, ...mintedBy } = samples[vendor].mintedBy;
  return { ...wholeRecord(samples[vendor]), mintedBy: { ...mintedBy, url: emulator.urls[vendor] } };
}

describe.each(vendorNames)("%s", (vendor) => {
  const sample = samples[vendor];
  const here = () => heldAt(vendor);
  beforeEach(() => leadTo(vendor, emulator.urls[vendor]));

  test.each<Change>([...common, ...kits[vendor].inputCases.changes])("%s", async (_change, before, after, effect) => {
    const expiresAt = before.expiresAt ?? (before.expiresIn ? "2090-01-31T12:00:00Z" : undefined);
    const held = withKey(here(), { expiresAt: expiresAt === undefined ? undefined : (String(expiresAt) as Instant) });
    const found = await diffOf(sample, held, before, after);
    const replaces = typeof effect === "string" ? [] : effect;
    expect(found).toEqual({ changes: effect !== "nothing", replaces });
    expect(emulator.ledger.calls()).toEqual([]);
  });

  test("another API than the one that minted the key is another account", async () => {
    const record = { ...here(), mintedBy: { ...here().mintedBy, url: "https://another.example" } };
    expect(await diffOf(sample, record, {}, {})).toEqual({ changes: true, replaces: ["account"] });
  });

  test("a resource that is renamed by an alias is written down, since a delete is handed the record alone", async () => {
    const renamed = { origin: { name: "builds", hash: "0011aabb" } };
    expect(await diffOf(sample, here(), {}, renamed)).toEqual({ changes: true, replaces: [] });
    expect(emulator.ledger.calls()).toEqual([]);
  });

  test("a key of which no id is known is made whole in place", async () => {
    expect(await diffOf(sample, { ...here(), key: undefined }, {}, {})).toEqual({ changes: true, replaces: [] });
  });

  test("`adopt` may go once the key is adopted, and that is said", async () => {
    await diffOf(sample, here(), {}, { adopt: { keyId: sample.keyId } });
    expect(said).toEqual(["ci: the key is adopted: `adopt` may be removed from the program"]);
    said = [];
    await diffOf(sample, here(), {}, {});
    expect(said).toEqual([]);
  });

  test("no token needs to be set", async () => {
    const vendors = new RegExp(`^(${vendorNames.join("|").toUpperCase()})`);
    for (const name of Object.keys(process.env)) if (/TOKEN|KEY$/.test(name)) expect(name).not.toMatch(vendors);
    expect(await diffOf(sample, here(), {}, {})).toEqual({ changes: false, replaces: [] });
  });
});

describe("preview", () => {
  const pending = {
    from: "2026-01-01T00:00:00Z" as Instant,
    until: "2026-01-01T00:00:01Z" as Instant,
    isExact: true,
    nonce: "0123456789ab" as Nonce,
    marked: true,
    candidates: [],
    others: [],
    isListed: true,
  };
  const held = () => heldAt(expiring);
  const previous = { keyId: samples[expiring].keyId, validUntil: "2090-01-01T00:00:00Z" as Instant };
  const { key } = wholeRecord(samples[expiring]);
  beforeEach(() => {
    leadTo(expiring, emulator.urls[expiring]);
  });

  test.each<[string, Partial<KeyRecord>, Changes]>([
    ["no key is in use beside the previous key", { key: undefined, previous }, {}],
    ["the first mint is pending", { key: undefined, pending }, {}],
    [
      "the value of an adopted key is told",
      { key: key && { ...key, value: undefined } },
      { adopt: { keyId: samples[expiring].keyId, value: "told" } },
    ],
  ])("says that the up will lack its token where %s", async (_, record, after) => {
    await diffOf(samples[expiring], { ...held(), ...record }, {}, after);
    expect(said).toEqual([expect.stringContaining(`no ${account.title} token: set ${variable("token")}`)]);
  });

  test("says when changed inputs beside a pending mint are minted", async () => {
    process.env[variable("token")] = emulator.tokens[expiring];
    await diffOf(samples[expiring], { ...held(), key: undefined, pending }, {}, { description: "x" });
    const asked = "the changed inputs ask for another key";
    expect(said).toEqual([
      expect.stringContaining(
        `${asked}: that \`up\` mints that key if nothing is left of the pending mint. Otherwise a run after the settlement`,
      ),
    ]);
    said = [];
    await diffOf(samples[expiring], { ...held(), pending }, {}, { description: "x" });
    expect(said).toEqual([expect.stringContaining(`${asked}: a run after the settlement mints that key`)]);
  });
});

describe("beside `adopt`", () => {
  const beside = (vendor: VendorName, changed: Changes) => {
    const sample = samples[vendor];
    Object.assign(process.env, emulator.environment());
    return diffOf(sample, heldAt(vendor), {}, { adopt: { keyId: sample.keyId }, ...changed });
  };

  const replaced = vendorNames.flatMap((vendor) =>
    Object.entries(kits[vendor].inputCases.replaced).map(([property, another]) => [vendor, property, another] as const),
  );
  test.each(replaced)(
    "a change of %s's `%s` fails, and one that is not known yet does not",
    async (vendor, property, another) => {
      const why = `${property}: a change here mints a new key and revokes the adopted key. To keep the adopted key: undo`;
      await expect(beside(vendor, { [property]: another })).rejects.toThrow(why);
      expect(await beside(vendor, { [property]: unknownValue })).toEqual({ changes: true, replaces: [property] });
    },
  );

  test("an organization that is written no longer, but stays the same, replaces nothing", async () => {
    expect((await beside(expiring, { [account.org?.config ?? ""]: gone })).replaces).toEqual([]);
  });
});

describe("an expiry that has passed", () => {
  const past = "2026-01-31T12:00:00Z";
  const expired = () => ({
    ...withKey(wholeRecord(samples[expiring]), { expiresAt: past as Instant }),
    mintedBy: { org: "acme", url: emulator.urls[expiring] },
  });
  const { keyId } = samples[expiring];
  const line = `ci: key ${keyId} expired at ${past}: \`pulumi up\` mints a new key, updates what uses key ${keyId} in this stack, then revokes key ${keyId} (with \`deleteBeforeReplace\`, key ${keyId} is revoked first)`;
  beforeEach(() => {
    leadTo(expiring, emulator.urls[expiring]);
  });

  test("replaces the key, and that is said", async () => {
    for (const written of [{ expiresAt: past }, { expiresIn: "90d" }]) {
      said = [];
      expect(await diffOf(samples[expiring], expired(), written, written)).toEqual({
        changes: true,
        replaces: ["expiresAt"],
      });
      expect(said).toEqual([expect.stringContaining(line)]);
    }
  });

  test("rotates the key in place where a new key can live longer; where it cannot, `expiresAt` fails", async () => {
    const rotation = { overlap: "1h" };
    const found = diffOf(samples[expiring], expired(), { expiresIn: "90d", rotation }, { expiresIn: "90d", rotation });
    expect(await found).toEqual({ changes: true, replaces: [] });
    const written = { expiresAt: past, rotation };
    await expect(diffOf(samples[expiring], expired(), written, written)).rejects.toThrow(
      `the key is to rotate. expiresAt: ${past} is past: write an instant to come, or "expiresIn" with a duration`,
    );
  });

  test("is said beside the missing token, which a preview does without", async () => {
    const written = { expiresIn: "90d" };
    await diffOf(samples[expiring], expired(), written, written);
    const missing = `no ${account.title} token: set ${variable("token")} in the environment, or \`pulumi config set --secret ${expiring}:${account.token.config}\``;
    expect(said).toEqual([`${line}. ${missing}. Without it \`pulumi up\` will stop before anything is sent`]);
    said = [];
    process.env[variable("token")] = emulator.tokens[expiring];
    await diffOf(samples[expiring], expired(), written, written);
    expect(said).toEqual([line]);
  });

  test("is not said of a key that is replaced because the run calls another place: the place is said", async () => {
    leadTo(expiring, "https://eu.example/api/v2");
    expect((await diffOf(samples[expiring], expired(), {}, {})).replaces).toEqual(["account"]);
    const [from, to] = [
      `${emulator.urls[expiring]} (organization acme)`,
      "https://eu.example/api/v2 (organization acme)",
    ];
    expect(said).toEqual([
      `ci: this run calls ${to}, but the key was minted at ${from}. \`pulumi up\` replaces the key. ` +
        `To keep the key, set back the API's URL (${variable("url")} in the environment). ` +
        "To move on purpose, give the new URL and token an `account` name of their own. Otherwise the replaced key cannot be revoked",
    ]);
    said = [];
    process.env[variableOf(account, account.org ?? account.url, "eu")] = "acme";
    await diffOf(samples[expiring], expired(), {}, { account: "eu" });
    expect(said).toEqual([expect.stringMatching(/ To keep the key, set back .* in the environment\)$/)]);
  });

  test("is not said of a key that is replaced anyway", async () => {
    const written = { expiresIn: "90d" };
    const found = await diffOf(samples[expiring], expired(), written, { ...written, description: "x" });
    expect(found.replaces).toEqual(["description"]);
    expect(said).toEqual([]);
  });
});
