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
  /** All that runs told a person since keys were last accounted for. */
  readonly said: string;
  /** A stranger's key that no run may name or revoke. */
  readonly bystander?: Key;
  /** How far the vendor's clock may have seemed off. */
  readonly skewMs?: number;
  /** True where a vendor or a person says something untrue, so that no client can tell that a key was minted, or whose it is. */
  readonly isContradicted?: boolean;
  /** True where a person gives a wrong value for a key, and nothing can check it. */
  readonly isValueMistold?: boolean;
  /** A text within every secret. It is searched for in place of the secrets, which are searched for if it is absent. */
  readonly canary?: string;
  /** How long a list may lack a new key, in the shortened time of the test. For ever, if absent. */
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

/** The part of a message that quotes an engine's id, by which a person tells records apart. Such an id may be that of a key. */
const recordChoices = /offers several records: choose "\S+"/g;

/** The lines that announce a rotation or a retirement. */
const dueLines = /^.*: (?:key \S+ [^;]*: it (?:rotates|is replaced)|revokes key ).*$/gm;

/** Live keys of ours that are neither in the state nor named to a person. */
function unaccountedKeys(aftermath: Aftermath): Key[] {
  const { ledger, vendor, said, graceMs } = aftermath;
  const records = recordsOf(aftermath);
  // Only outputs count. The engine's id does not, since it stays that of the first key. The program's inputs do not, either.
  const inState = JSON.stringify(records.map(({ outputs }) => withoutExcludedKeys(outputs)));
  // It is the worst case to tell a person that a live key was revoked, so such a message accounts for no key. Lines about what is due
  // account for none either, since they ask nobody to look at a key.
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
  // A pending mint without a marker accounts for one key, which only a later list can name.
  const pending = records.filter((record) => isUnmarked(record.outputs.pending) && !hasPendingValue(record, vendor));
  return lost.slice(pending.length);
}

/** The outputs without the keys that a pending mint surely did not make. Those do not account for a key. */
function withoutExcludedKeys({ pending, ...outputs }: Properties): Properties {
  return pending ? { ...outputs, pending: { ...(pending as Properties), others: undefined } } : outputs;
}

/** Whether the records hold the nonce of the marker that the key bears. */
function isNonceIn(records: string, key: Key): boolean {
  const nonces = [...records.matchAll(/"nonce":"(\w+)"/g)].map(([, nonce = ""]) => nonce);
  return nonces.some((nonce) => bearsNonce(key, nonce));
}

function isMistaken({ ledger, vendor, graceMs }: Aftermath, record: Stored): boolean {
  // An unconfirmed id is still to be checked against a later list, so that a mistake is found before it does harm.
  const { mintWindow } = record.outputs as { mintWindow?: { isConfirmed?: boolean } };
  if (!valueIn(record, vendor) || record.outputs.keyId === "" || mintWindow?.isConfirmed === false) return false;
  const own = keyWithValueOf(record, ledger, vendor);
  return own === undefined || (own.id !== record.outputs.keyId && !isHiddenTooLong(own, graceMs));
}

function isUnmarked(pending: unknown): boolean {
  return typeof pending === "object" && pending !== null && "marked" in pending && pending.marked === false;
}

/** Whether the value of the pending mint is on record. In a rotation it stands beside the value of the key in use. */
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

/** The value of the key in use. If there is none, the value of the pending mint. */
function valueIn({ returned }: Stored, vendor: VendorName): unknown {
  return unwrapped(returned[kitOf(vendor).definition.valueOutput]);
}
