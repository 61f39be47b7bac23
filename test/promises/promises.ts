/** The promises that must hold after every run, whatever went wrong in it. */
import type { Key, VendorName } from "../../emulator/index";
import { leaksIn } from "../e2e/harness/leaks";
import { type Properties, unwrapped } from "../stack/provider-process";
import { clearPart, type SimulatedStack, type Stored } from "../stack/simulated-stack";
import { kitOf } from "../vendors/every-vendor";
import { namedOutside } from "./named";
import { bearsNonce, isHiddenTooLong, type Ledger, liveKeysOfOurs } from "./ours";
import { collectionDeletes, foreignRequests, repeatedMints } from "./sent";

export const promises = [
  "every live key is in the state or named",
  "nothing outside the window is named",
  "no key is revoked that is not ours",
  "no DELETE on a collection",
  "no secret in what was said",
  "no secret in the clear part of the state",
  "one call mints at most one key",
  "a record's value is that of the key whose id it has",
] as const;

export type KeptPromise = (typeof promises)[number];

export interface Aftermath {
  readonly ledger: Ledger;
  readonly vendor: VendorName;
  readonly stacks: readonly SimulatedStack[];
  /** All that a person was told, since keys were last accounted for. */
  readonly said: string;
  /** A stranger's key that is of no concern to anybody here. */
  readonly bystander?: Key;
  /** How far the vendor's clock may have seemed off. */
  readonly skewMs?: number;
  /** True where the vendor or a person says what is not so, and no client can tell that a key was minted, or whose it is. */
  readonly isContradicted?: boolean;
  /** True where a person has given a value that is not the key's, and nothing can check it. */
  readonly isValueMistold?: boolean;
  /** A text that stands in every secret, and is searched for; the secrets themselves, if absent. */
  readonly canary?: string;
  /** How long a list may lack a new key, in the shortened time of the test; for ever, if absent. */
  readonly graceMs?: number;
}

/** Each promise that was broken. */
export function brokenPromises(aftermath: Aftermath): KeptPromise[] {
  const { ledger, stacks, said, bystander, isContradicted = false, isValueMistold = false, canary } = aftermath;
  const records = recordsOf(aftermath);
  const clear = {
    "no secret in what was said": said,
    "no secret in the clear part of the state": records.map(clearPart).join("\n"),
  };
  const leaks = new Set(leaksIn(clear, canary === undefined ? ledger.secrets() : [canary]));
  const isBroken: Readonly<Record<KeptPromise, boolean>> = {
    "every live key is in the state or named": !isContradicted && unaccountedKeys(aftermath).length > 0,
    "nothing outside the window is named":
      namedOutside({ ledger, records, said }, aftermath.skewMs).length > 0 || isTold(aftermath, bystander),
    "no key is revoked that is not ours":
      foreignRequests(ledger, stacks).length > 0 || (bystander !== undefined && bystander.revokedAt !== null),
    "no DELETE on a collection": ledger.catastrophes.length > 0 || collectionDeletes(ledger).length > 0,
    "no secret in what was said": leaks.has("no secret in what was said"),
    "no secret in the clear part of the state": leaks.has("no secret in the clear part of the state"),
    "one call mints at most one key": repeatedMints(ledger).length > 0,
    "a record's value is that of the key whose id it has":
      !isValueMistold && records.some((record) => isMistaken(aftermath, record)),
  };
  return promises.filter((promise) => isBroken[promise]);
}

function recordsOf({ stacks }: Aftermath): Stored[] {
  return stacks.flatMap(({ records }) => records);
}

/** Whether a key's id stands in what was said, or in a record. */
function isTold(aftermath: Aftermath, key: Key | undefined): boolean {
  const outputs = recordsOf(aftermath).map((record) => record.outputs);
  return key !== undefined && `${aftermath.said}\n${JSON.stringify(outputs)}`.includes(key.id);
}

/** The part of a message with the engine's ids, by which a person tells records apart. */
const recordChoices = /offers several records: choose "\S+"/g;

/** The lines of rotations and retirements. */
const dueLines = /^.*: (?:key \S+ [^;]*: it (?:rotates|is replaced)|revokes key ).*$/gm;

/** Live keys of ours that neither the state holds nor a person was told of. */
function unaccountedKeys(aftermath: Aftermath): Key[] {
  const { ledger, vendor, said, graceMs } = aftermath;
  const records = recordsOf(aftermath);
  // Only outputs count: not the engine's id, which stays that of the first key, nor what a program says.
  const inState = JSON.stringify(records.map(({ outputs }) => withoutExcludedKeys(outputs)));
  // A live key that a person was told is revoked is the worst case, so such a message accounts for nothing. Nor do the lines of what is
  // due: they tell nobody to look after a key.
  const told = said
    .replaceAll(/so it \(\S+\) was revoked/g, "")
    .replaceAll(dueLines, "")
    .replaceAll(recordChoices, "");
  const isAccounted = (key: Key) =>
    inState.includes(key.id) ||
    told.includes(key.id) ||
    inState.includes(ledger.valueOf(key)) ||
    isNonceIn(inState, key);
  const lost = liveKeysOfOurs(ledger, vendor).filter((key) => !isAccounted(key) && !isHiddenTooLong(key, graceMs));
  // A pending mint whose key would bear no marker stands for one key, which only a later list can name.
  const pending = records.filter((record) => isUnmarked(record.outputs.pending) && !hasPendingValue(record, vendor));
  return lost.slice(pending.length);
}

/** Outputs without the keys that a pending mint is known not to have made: these account for nothing. */
function withoutExcludedKeys({ pending, ...outputs }: Properties): Properties {
  return pending ? { ...outputs, pending: { ...(pending as Properties), others: undefined } } : outputs;
}

/** Whether the records hold the nonce of the marker that the key bears. */
function isNonceIn(records: string, key: Key): boolean {
  const nonces = [...records.matchAll(/"nonce":"(\w+)"/g)].map(([, nonce = ""]) => nonce);
  return nonces.some((nonce) => bearsNonce(key, nonce));
}

function isMistaken({ ledger, vendor, graceMs }: Aftermath, record: Stored): boolean {
  // An id that is still to be checked against a later list: a mistake is found before it does harm.
  const { mintWindow } = record.outputs as { mintWindow?: { isConfirmed?: boolean } };
  if (!valueIn(record, vendor) || record.outputs.keyId === "" || mintWindow?.isConfirmed === false) return false;
  const own = keyWithValueOf(record, ledger, vendor);
  return own === undefined || (own.id !== record.outputs.keyId && !isHiddenTooLong(own, graceMs));
}

function isUnmarked(pending: unknown): boolean {
  return typeof pending === "object" && pending !== null && "marked" in pending && pending.marked === false;
}

/** Whether the value of the pending mint is on record. In a rotation it stands beside that of the key in use. */
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

/** The value of the key in use, or else of the pending mint. Never the value of a mint that is pending beside a key in use. */
function valueIn({ returned }: Stored, vendor: VendorName): unknown {
  return unwrapped(returned[kitOf(vendor).definition.valueOutput]);
}
