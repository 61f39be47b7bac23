/**
 * Tries texts as the id of a key that a record holds or a program adopts. For each text, the real provider refreshes, destroys and adopts
 * over real HTTP. It must send no request for a text that is no id of the vendor.
 */
import "./short-waits";
import fc from "fast-check";
import { createEmulator, type Emulator, type VendorName, vendorNames } from "../../../emulator/index";
import { forEachVendor } from "../../../emulator/vendors";
import { identityOf } from "../../../provider/core/vendor/definition";
import { variableOf } from "../../../provider/core/vendor/variables";
import { provider } from "../../../provider/runtime";
import { inputsOf } from "../../stack/inputs-of";
import { kitOf } from "../../vendors/every-vendor";
import { anyId } from "./any-id";

/** What was tried at one vendor. */
export interface Tried {
  /** How many texts are ids of the vendor. */
  allowed: number;
  /** How many texts are no ids of the vendor. */
  refused: number;
  /** How many requests were sent for texts that are ids. */
  requests: number;
}

export interface Trying {
  readonly tried: Readonly<Record<VendorName, Tried>>;
  /** The broken rules, in words. Texts are quoted as JSON. */
  readonly violations: readonly string[];
}

const largestChunk = 10_000;

/** For how many ids requests are sent at once. */
const atOnce = 50;

/** Goes through the vendors in turn. Since requests take time, they are sent for at most as many ids as a hundredth of all texts. */
export async function tryIds(count: number, seed: number): Promise<Trying> {
  const emulator = await createEmulator();
  const before = { ...process.env };
  Object.assign(process.env, emulator.environment());
  const tried = forEachVendor((): Tried => ({ allowed: 0, refused: 0, requests: 0 }));
  const violations: string[] = [];
  // A chunk is small enough that each vendor has its turn.
  const chunk = Math.min(largestChunk, Math.ceil(count / vendorNames.length));
  try {
    for (let from = 0; from < count; from += chunk) {
      const texts = fc.sample(anyId, { seed: seed + from, numRuns: Math.min(chunk, count - from) });
      for (const vendor of vendorNames.filter((_, turn) => turn === (from / chunk) % vendorNames.length))
        violations.push(...(await tryChunk(emulator, vendor, texts, tried[vendor])));
    }
  } finally {
    process.env = before;
    // `close` fails if the emulator has seen a DELETE on a collection.
    await emulator.close().catch((error: Error) => violations.push(error.message));
  }
  return { tried, violations };
}

async function tryChunk(
  emulator: Emulator,
  vendor: VendorName,
  texts: readonly string[],
  tried: Tried,
): Promise<string[]> {
  const { keyIds, sample } = kitOf(vendor);
  const violations: string[] = [];
  const ids = texts.filter((text) => keyIds.test(text));
  tried.allowed += ids.length;
  tried.refused += texts.length - ids.length;
  for (const text of texts.filter((text) => !keyIds.test(text))) {
    await operate(emulator, vendor, text);
    if (await isPreviewed(emulator, vendor, text))
      violations.push(`${vendor}: a preview adopts ${JSON.stringify(text)}`);
  }
  for (const { method, path } of emulator.ledger.calls()) violations.push(`${vendor}: ${method} ${path} for no id`);
  await emulator.reset();

  const sent = ids.slice(0, texts.length / 100);
  for (let from = 0; from < sent.length; from += atOnce)
    await Promise.all(sent.slice(from, from + atOnce).map((text) => operate(emulator, vendor, text)));
  for (const { method, path } of emulator.ledger.calls()) {
    tried.requests++;
    const [, id] = /\/api-keys\/([^/]+)(?:\/revoke)?$/.exec(path) ?? [];
    const isKnown = id === undefined ? method === "GET" : sent.includes(id) || id === sample.keyId;
    if (!isKnown) violations.push(`${vendor}: ${method} ${path} for an id that nobody holds`);
  }
  await emulator.reset();
  return violations;
}

/** Refreshes and destroys records that hold the text as their key's id or previous key's id. Then creates a resource that adopts it. */
async function operate(emulator: Emulator, vendor: VendorName, text: string): Promise<void> {
  const { definition, sample } = kitOf(vendor);
  const { create, read, delete: remove } = provider(definition.type);
  const { account: _, ...inputs } = inputsOf(vendor, emulator, "tried", "");
  const at = "2026-01-01T00:00:00Z";
  const mintedBy = {
    url: emulator.urls[vendor],
    ...(definition.account.org
      ? { org: process.env[variableOf(definition.account, definition.account.org, undefined)] }
      : {}),
  };
  const outputs = {
    ...inputs,
    recordId: "tried",
    mintedBy,
    identity: JSON.parse(JSON.stringify(identityOf(definition, inputs))),
    createdAt: at,
    keyId: text,
  };
  const asPrevious = { ...outputs, keyId: sample.keyId, previousKeyId: text, previousValidUntil: at };
  for (const record of [outputs, asPrevious]) {
    // Each call refuses the text with a sentence, or finds that the vendor has no such key. Both are right.
    await read?.("id", record).catch(() => undefined);
    await remove?.("id", record).catch(() => undefined);
  }
  // The create runs without a check before it, as in a run where the text is not known at the check.
  await create(adopting(inputs, text)).catch(() => undefined);
}

/** Whether a preview lets a program adopt a key with that id. */
async function isPreviewed(emulator: Emulator, vendor: VendorName, text: string): Promise<boolean> {
  const { check } = provider(kitOf(vendor).definition.type);
  const { account: _, ...inputs } = inputsOf(vendor, emulator, "tried", "");
  const { failures = [] } = (await check?.({}, adopting(inputs, text))) ?? {};
  // The provider puts the property's path at the beginning of a reason, where the engine prints it best.
  return !failures.some(({ reason }) => reason.startsWith("adopt.keyId:"));
}

function adopting(inputs: object, keyId: string) {
  return { ...inputs, adopt: { keyId } };
}
