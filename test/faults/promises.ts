/** The promises that must hold after every run, whatever went wrong in it. */
import { leaksIn } from "../e2e/harness/leaks";
import type { Emulator, Key, VendorName } from "../emulator/index";
import { unwrapped } from "./engine/provider-process";
import { clearPart, type Stored } from "./engine/simulated-stack";
import { vendorCases } from "./vendor-cases";

export const promises = [
  "every live key is in the state or named",
  "no key is revoked that is not ours",
  "no DELETE on a collection",
  "no secret in what was said",
  "no secret in the clear part of the state",
  "one call mints at most one key",
  "a record's value is that of the key whose id it has",
] as const;

export type KeptPromise = (typeof promises)[number];

type Ledger = Emulator["ledger"];

export interface Aftermath {
  readonly ledger: Ledger;
  readonly vendor: VendorName;
  /** Every record in the states of all stacks. */
  readonly records: readonly Stored[];
  /** All that a person was told, since keys were last accounted for. */
  readonly said: string;
  /** True where the vendor or a person contradicts what is so, such that no client could tell that a key was minted, or whose it is. */
  readonly isContradicted?: boolean;
  /** What no secret can be without; the secrets themselves, if absent. */
  readonly canary?: string;
  /** The run that is looked at: where the ledger stood before it, and how many calls of it may each have minted a key. */
  readonly run?: { readonly before: LedgerMark; readonly mintingCalls: number };
  /** How long a list may lack a new key, in the shortened time of the test; for ever, if absent. */
  readonly graceMs?: number;
}

/** A moment in a ledger. */
export interface LedgerMark {
  readonly calls: number;
  readonly keys: number;
}

export function markLedger(ledger: Ledger): LedgerMark {
  return { calls: ledger.calls().length, keys: ledger.keys.length };
}

/** Live keys that calls of our client have minted. */
export function liveKeysOfOurs(ledger: Ledger, vendor: VendorName) {
  return ledger.liveKeys(vendor).filter(isOurs);
}

function isOurs({ mintedBy }: Key): boolean {
  return mintedBy !== "stranger";
}

/**
 * A key that the vendor's lists have lacked for longer than the product waits: no client can know of it, and README says
 * that this is not promised. Nothing else about the key is excused.
 */
export function isHiddenTooLong({ unlistedAt, createdAt }: Key, graceMs = Number.POSITIVE_INFINITY): boolean {
  return unlistedAt !== null && unlistedAt - createdAt >= graceMs;
}

/** Each promise that was broken. */
export function brokenPromises(aftermath: Aftermath): KeptPromise[] {
  const { ledger, records, said, isContradicted = false, canary } = aftermath;
  const broken: KeptPromise[] = [];
  if (!isContradicted && unaccountedKeys(aftermath).length > 0) broken.push("every live key is in the state or named");
  if (ledger.keys.some((key) => !isOurs(key) && key.revokedAt !== null))
    broken.push("no key is revoked that is not ours");
  if (ledger.catastrophes.length > 0) broken.push("no DELETE on a collection");
  const clear = {
    "no secret in what was said": said,
    "no secret in the clear part of the state": records.map(clearPart).join("\n"),
  };
  broken.push(...(leaksIn(clear, canary === undefined ? ledger.secrets() : [canary]) as (keyof typeof clear)[]));
  if (mintsTwice(aftermath)) broken.push("one call mints at most one key");
  if (!isContradicted && records.some((record) => isMistaken(aftermath, record))) {
    broken.push("a record's value is that of the key whose id it has");
  }
  return broken;
}

/** Live keys of ours that neither the state holds nor a person was told of. */
function unaccountedKeys({ ledger, vendor, records, said, graceMs }: Aftermath): Key[] {
  // Not the engine's id, which stays that of the first key, nor what a program says.
  const inState = JSON.stringify(records.map(({ outputs }) => outputs));
  const isAccounted = (key: Key) =>
    inState.includes(key.id) ||
    said.includes(key.id) ||
    inState.includes(ledger.valueOf(key)) ||
    isNonceIn(inState, key);
  const lost = liveKeysOfOurs(ledger, vendor).filter((key) => !isAccounted(key) && !isHiddenTooLong(key, graceMs));
  // A lost mint whose key would bear no marker stands for one key, which only a later list can name.
  const open = records.filter((record) => isUnmarked(record.outputs.pending) && !hasPendingValue(record, vendor));
  return lost.slice(open.length);
}

function isNonceIn(text: string, { description }: Key): boolean {
  const nonce = /\.([0-9a-f]{12})\]$/.exec(description ?? "")?.[1];
  return nonce !== undefined && text.includes(nonce);
}

/** A mint is sent again only after a 429, and no two keys of one run bear the marker of the same resource. */
function mintsTwice({ ledger, run }: Aftermath): boolean {
  if (!run) return false;
  const sent = ledger.calls().slice(run.before.calls);
  const mints = sent.filter(({ route, status }) => route?.startsWith("POST ") && status !== 429);
  const minted = ledger.keys.slice(run.before.keys).filter(isOurs);
  const resources = minted.flatMap(({ description }) => /\[pulumi:([0-9a-f]{8})\./.exec(description ?? "")?.[1] ?? []);
  return (
    mints.length > run.mintingCalls || minted.length > run.mintingCalls || new Set(resources).size < resources.length
  );
}

function isMistaken({ ledger, vendor, graceMs }: Aftermath, record: Stored): boolean {
  if (!valueIn(record, vendor) || record.outputs.keyId === "") return false;
  const own = keyWithValueOf(record, ledger, vendor);
  return own === undefined || (own.id !== record.outputs.keyId && !isHiddenTooLong(own, graceMs));
}

function isUnmarked(pending: unknown): boolean {
  return typeof pending === "object" && pending !== null && "marked" in pending && pending.marked === false;
}

/** With a key in use, that of a rotation stands beside its value. */
function hasPendingValue(record: Stored, vendor: VendorName): boolean {
  return record.outputs.keyId === "" ? valueIn(record, vendor) !== undefined : "pendingValue" in record.returned;
}

/** The key whose value a record holds. */
export function keyWithValueOf(record: Stored, ledger: Ledger, vendor: VendorName): Key | undefined {
  return keyWithValue(valueIn(record, vendor), ledger);
}

/** The key whose value a record holds, and whose id is not proved yet. */
export function pendingKeyOf(record: Stored, ledger: Ledger, vendor: VendorName): Key | undefined {
  return keyWithValue(record.outputs.keyId === "" ? valueIn(record, vendor) : record.outputs.pendingValue, ledger);
}

function keyWithValue(value: unknown, ledger: Ledger): Key | undefined {
  return value === undefined ? undefined : ledger.keys.find((key) => ledger.valueOf(key) === value);
}

/** The value of the key in use, or of the only one that is pending; never of one that a rotation left pending beside it. */
function valueIn({ returned }: Stored, vendor: VendorName): unknown {
  return unwrapped(returned[vendorCases[vendor].value]);
}
