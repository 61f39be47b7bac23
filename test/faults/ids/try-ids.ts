/**
 * Tries texts as the id of a key that a record holds: each is refreshed and destroyed by the real lifecycle, with real HTTP. No
 * request may leave for a text that is no id of its vendor.
 */
import fc from "fast-check";
import { provider } from "../../../provider/runtime";
import { createEmulator, type Emulator, type VendorName, vendorNames } from "../../emulator/index";
import { inputsOf, vendorCases } from "../vendor-cases";
import { anyId } from "./any-id";

/** As the vendors' own ids look; written here anew, since a mistake of the product's would pass otherwise. */
const allowed: Readonly<Record<VendorName, RegExp>> = {
  devin: /^apk-[0-9a-f]{32}$/,
  kosli: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  nekuda: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
};

const real: Readonly<Record<VendorName, string>> = {
  devin: `apk-${"0".repeat(32)}`,
  kosli: "00000000-0000-4000-a000-000000000000",
  nekuda: "00000000-0000-4000-a000-000000000000",
};

export interface Tried {
  readonly ids: number;
  /** How many of them are ids of their vendor. */
  readonly allowed: number;
  /** Requests that were sent for them. */
  readonly requests: number;
  /** What must not be, in words; texts are quoted as JSON. */
  readonly violations: readonly string[];
}

const chunk = 10_000;

/** A vendor each in turn; of the texts that are ids only the first hundred of a chunk are sent, since that takes time. */
export async function tryIds(count: number, seed: number): Promise<Tried> {
  const emulator = await createEmulator();
  const before = { ...process.env };
  Object.assign(process.env, emulator.environment(), { PULUMI_APIKEYS_TIME_FACTOR: "0.001" });
  const total = { ids: 0, allowed: 0, requests: 0, violations: [] as string[] };
  try {
    for (let from = 0; from < count; from += chunk) {
      const texts = fc.sample(anyId, { seed: seed + from, numRuns: Math.min(chunk, count - from) });
      const vendor = vendorNames[(from / chunk) % vendorNames.length] ?? "devin";
      await tryChunk(emulator, vendor, texts, total);
    }
  } finally {
    process.env = before;
    // An emulator that has seen a DELETE on a collection says so.
    await emulator.close().catch((error: Error) => total.violations.push(error.message));
  }
  return total;
}

async function tryChunk(
  emulator: Emulator,
  vendor: VendorName,
  texts: readonly string[],
  total: { ids: number; allowed: number; requests: number; violations: string[] },
): Promise<void> {
  const ids = texts.filter((text) => allowed[vendor].test(text));
  total.ids += texts.length;
  total.allowed += ids.length;
  for (const text of texts) if (!allowed[vendor].test(text)) await operate(emulator, vendor, text);
  for (const { method, path } of emulator.ledger.calls())
    total.violations.push(`${vendor}: ${method} ${path} for no id`);
  await emulator.reset();

  const sent = ids.slice(0, 100);
  for (const text of sent) await operate(emulator, vendor, text);
  for (const { method, path } of emulator.ledger.calls()) {
    total.requests++;
    const [, id] = /\/api-keys\/([^/]+)(?:\/revoke)?$/.exec(path) ?? [];
    const isKnown = id === undefined ? method === "GET" : sent.includes(id) || id === real[vendor];
    if (!isKnown) total.violations.push(`${vendor}: ${method} ${path} for an id that nobody holds`);
  }
  await emulator.reset();
}

/** A refresh and a destroy of a record that holds the text as its key, and as the one before. */
async function operate(emulator: Emulator, vendor: VendorName, text: string): Promise<void> {
  const { type } = vendorCases[vendor];
  const { read, delete: remove } = provider(type);
  const { account: _, ...inputs } = inputsOf(vendor, emulator, "tried", "");
  const at = "2026-01-01T00:00:00Z";
  const mintedBy = { url: emulator.urls[vendor], ...(vendor === "kosli" ? { org: process.env.KOSLI_ORG } : {}) };
  const outputs = { ...inputs, mintedBy, identity: identityOf(vendor, inputs), createdAt: at, keyId: text };
  const asPrevious = { ...outputs, keyId: real[vendor], previousKeyId: text, previousValidUntil: at };
  for (const record of [outputs, asPrevious]) {
    // Each is refused with a sentence, or finds that the vendor has no such key: both are well.
    await read?.("id", record).catch(() => undefined);
    await remove?.("id", record).catch(() => undefined);
  }
}

function identityOf(vendor: VendorName, { orgId, serviceAccount, description, name }: Record<string, unknown>) {
  if (vendor === "devin") return { orgId };
  return vendor === "kosli" ? { serviceAccount, description } : { name };
}
