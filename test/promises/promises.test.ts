/** No promise is found broken after a right run. After a wrong run, exactly the promise that it broke is found. */
import { posix } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { createEmulator, type Emulator, type Key, ok, status } from "../../emulator/index";
import type { Properties } from "../stack/provider-process";
import { SimulatedStack } from "../stack/simulated-stack";
import { kitOf, pathOf, vendorThat } from "../vendors/every-vendor";
import { isMarked } from "../vendors/kit";
import { mintLongAgo } from "./named";
import { type Aftermath, brokenPromises, type KeptPromise } from "./promises";

/** A vendor whose keys bear no marker, so that only what a test writes accounts for a key. */
const vendor = vendorThat((kit) => !isMarked(kit));
const { routes, definition, sample, mintBody } = kitOf(vendor);
const { valueOutput } = definition;
const canary = "canary-of-this-test";

let emulator: Emulator;
let stack: SimulatedStack;
let bystander: Key;
let said: string;

beforeEach(async () => {
  emulator = await createEmulator({ canary });
  stack = new SimulatedStack();
  bystander = mintLongAgo(emulator, vendor);
  said = "";
});

afterEach(async () => {
  emulator.ledger.acknowledgeCatastrophe();
  await emulator.close();
});

/** A request as the provider process sends it for a resource. */
async function send(method: string, path: string, resource = "ci"): Promise<void> {
  await fetch(`${emulator.urls[vendor]}${path}?resource=${resource}&run=one`, {
    method,
    headers: { authorization: `Bearer ${emulator.tokens[vendor]}`, "content-type": "application/json" },
    ...(method === "POST" ? { body: JSON.stringify(mintBody(emulator.place(vendor))) } : {}),
  });
}

/** The path of every key. */
function collection(): string {
  return pathOf(routes.list, emulator.place(vendor));
}

/** The path of one key, as a revoke uses it. */
function keyPath(id: string | undefined): string {
  return pathOf(routes.revoke, { ...emulator.place(vendor), id: String(id) });
}

async function mint(resource?: string): Promise<Key> {
  await send("POST", collection(), resource);
  return newest();
}

function newest(): Key {
  const key = emulator.ledger.mints.at(-1);
  if (!key) throw new Error("no key was minted");
  return key;
}

/** Puts a record into the state, with its secrets as the engine keeps them. */
function keep(name: string, outputs: Properties): void {
  const { [valueOutput]: value } = outputs;
  const secret = { [valueOutput]: { [specialSigKey]: specialSecretSig, value } };
  const returned = value === undefined ? outputs : { ...outputs, ...secret };
  stack.resources.set(name, { id: name, inputs: {}, outputs, returned, hasFailed: false });
}

function hold(key: Key, more: Properties = {}): void {
  keep("ci", { keyId: key.id, [valueOutput]: emulator.ledger.valueOf(key), ...more });
}

const minuteMs = 60_000;

/** A window of two seconds around a key's mint. */
function windowOf({ createdAt }: Key): { from: string; until: string } {
  const [from, until] = [createdAt - 1_000, createdAt + 1_000].map((at) => new Date(at).toISOString());
  return { from: String(from), until: String(until) };
}

/** Puts the record of a pending mint into the state, with its candidates. */
function keepPending(minted: Key, candidates: readonly Key[]): void {
  const ids = candidates.map(({ id }) => id);
  keep("ci", { keyId: "", pending: { marked: false, ...windowOf(minted), candidates: ids } });
}

function saysAmong({ from, until }: { from: string; until: string }, named: readonly Key[]): string {
  return `The only candidates are ${named.map(({ id }) => id).join(", ")} (created from ${from} to ${until}). No key was revoked`;
}

function strangerBefore(ms: number): Key {
  emulator.clock.advance(-ms);
  const stranger = emulator.strangers.mint(vendor);
  emulator.clock.advance(ms);
  return stranger;
}

function broken(more: Partial<Aftermath> = {}): KeptPromise[] {
  const { ledger } = emulator;
  return brokenPromises({ ledger, vendor, stacks: [stack], said, bystander, canary, ...more });
}

type Act = (own: Key) => Promise<void> | void;

/** The promises that are broken after an act. Before it, one key is minted and put into the state. */
async function after(act: Act): Promise<KeptPromise[]> {
  const own = await mint();
  hold(own);
  await act(own);
  return broken();
}

const breaks: Readonly<Record<KeptPromise, Readonly<Record<string, Act>>>> = {
  "every live key is in the state or named": {
    "a record that was forgotten": () => stack.resources.clear(),
    "two keys, of which one mint that is pending can only be one": async (own) => {
      keepPending(own, []);
      await mint("another");
    },
  },
  "nothing outside the window is named": {
    "a key from long before in a message": () => {
      said = `look at ${bystander.id}`;
    },
    "a key of some minutes before in a record": (own) => keepPending(own, [own, strangerBefore(5 * minuteMs)]),
    "a key of some minutes before in a message": (own) => {
      said = saysAmong(windowOf(own), [own, strangerBefore(5 * minuteMs)]);
    },
  },
  "no key is revoked that is not ours": {
    "a stranger's": () => send("DELETE", keyPath(emulator.strangers.mint(vendor).id)),
    "a stranger's, refused": () => {
      emulator.script(vendor, routes.revoke, status(403));
      return send("DELETE", keyPath(emulator.strangers.mint(vendor).id));
    },
    "the caller's own": () => send("DELETE", keyPath(emulator.ledger.keys.find((key) => key.isPersonal)?.id)),
    "another resource's": (own) => send("DELETE", keyPath(own.id), "another"),
    "nobody's": () => send("DELETE", keyPath(sample.keyId)),
    "by another request": () => send("PATCH", collection()),
    "the one from long before, whoever did it": () => emulator.strangers.revoke(bystander),
  },
  "no DELETE on a collection": {
    "of every key of the enterprise": () => {
      emulator.script(vendor, routes.list.replace("GET", "DELETE"), status(403));
      return send("DELETE", collection());
    },
    "that the vendor does not know": () => send("DELETE", posix.dirname(collection())),
  },
  "no secret in what was said": {
    "a token": () => {
      said = `asked with ${emulator.tokens[vendor]}`;
    },
    "a key in base64": (own) => {
      said = Buffer.from(`key=${emulator.ledger.valueOf(own)}`).toString("base64");
    },
  },
  "no secret in the clear part of the state": {
    "an output": (own) => hold(own, { note: emulator.tokens[vendor] }),
  },
  "one call mints at most one key": {
    "two keys": async () => {
      said = (await mint()).id;
    },
    "a mint that was sent again after an error": async () => {
      emulator.script(vendor, routes.mint, status(500));
      await send("POST", collection());
    },
  },
  "a record's value is that of the key whose id it has": {
    "a stranger's id": (own) => {
      hold(own, { keyId: emulator.strangers.mint(vendor).id });
      said = own.id;
    },
  },
};

const cases = Object.entries(breaks).flatMap(([promise, ways]) =>
  Object.entries(ways).map(([way, act]) => [promise, way, act] as const),
);

test.each(cases)("broken: %s (%s)", async (promise, _, act) => {
  expect(await after(act)).toEqual([promise]);
});

test.each<[string, Act]>([
  ["a key in the state", () => {}],
  [
    "a key that is pending beside a stranger's of the same minute",
    (own) => keepPending(own, [own, strangerBefore(10_000)]),
  ],
  [
    "a key that a message names",
    (own) => {
      stack.resources.clear();
      said = saysAmong(windowOf(own), [own]);
    },
  ],
  ["a key that its own resource revokes", (own) => send("DELETE", keyPath(own.id))],
  [
    "a stranger's key that the program has adopted",
    async () => {
      const legacy = emulator.strangers.mint(vendor);
      stack.adopted.set("ci", new Set([legacy.id]));
      await send("DELETE", keyPath(legacy.id));
    },
  ],
  [
    "a mint that was sent again after a 429",
    async (own) => {
      emulator.script(vendor, routes.mint, [status(429), ok]);
      for (const _ of [1, 2]) await send("POST", collection(), "another");
      keep("another", { keyId: newest().id, [valueOutput]: emulator.ledger.valueOf(newest()) });
      hold(own);
    },
  ],
  ["a stranger who revokes a key of his own", () => emulator.strangers.revoke(emulator.strangers.mint(vendor))],
])("kept: %s", async (_, act) => {
  expect(await after(act)).toEqual([]);
});

test("a key of which no client can know breaks no promise", async () => {
  await mint();
  expect([broken(), broken({ isContradicted: true })]).toEqual([["every live key is in the state or named"], []]);
});
