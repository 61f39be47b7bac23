/** What is on record of a resource's keys. How that is written into a state is decided elsewhere. */
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { CommonInputs, Raw } from "../program/inputs";
import type { TriggerHash } from "../program/rotation-input";
import type { Duration, Instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import type { Nonce } from "../values/marker";
import type { Secret, ValueHash } from "../values/secret";
import type { Identity } from "../vendor/definition";
import type { MintedBy } from "../vendor/minted-by";

/** When a key was minted, by the vendor's clock. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
  /** True when the vendor's dates, our stopwatch and our clock agree on it: only then a difference of lists may be believed. */
  readonly isExact: boolean;
}

/** An id that only the difference of two lists has told, and by what a later list is held against it. */
export interface ToldByDifference extends Window {
  /** Keys of that time that were there before the mint. */
  readonly others: readonly KeyId[];
  /** True once a list that can no longer have lagged has shown no other key of that time. */
  readonly isConfirmed: boolean;
  /** True once a list has shown the end of the key's value beside this id. It counts also when the value is no longer kept. */
  readonly isValueShown: boolean;
}

/** A mint of which it is not known what became of it, with all that is needed to go on. */
export interface Pending extends Window {
  readonly nonce: Nonce;
  /** True when the key would bear the nonce. */
  readonly marked: boolean;
  /** Keys that may be ours; never proof. */
  readonly candidates: readonly KeyId[];
  /** Keys of that time that are not: they were there before, or other records held them. */
  readonly others: readonly KeyId[];
  /** True when lists were read to their end in the run of the mint: only then a difference that a later run sees may be believed. */
  readonly isListed: boolean;
  /** Missing when it was lost with the answer. */
  readonly value?: Secret | undefined;
  /** How long the key in use stays valid beside the new one; only where one is in use. */
  readonly overlap?: Duration | undefined;
  readonly trigger?: TriggerHash | undefined;
  /** Why this run could not settle it, such as lists that could not be read. It counts for this run, and is not written down. */
  readonly obstacle?: string | undefined;
}

/** The key in use. */
export interface OwnKey {
  readonly keyId: KeyId;
  /** Missing when the key was adopted without its value. */
  readonly value: Secret | undefined;
  readonly createdAt: Instant;
  /** Set when the id is not proved by the vendor's own word. */
  readonly byDifference?: ToldByDifference | undefined;
  /** Of the `rotation.trigger` that it was minted under. */
  readonly trigger?: TriggerHash | undefined;
  /** When it ends by itself, where it does. */
  readonly expiresAt?: Instant | undefined;
  /** The vendor's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The key that a rotation in place has put out of use, and that is still valid. */
export interface PreviousKey {
  readonly keyId: KeyId;
  readonly validUntil: Instant;
  /** Tells whether a run authenticates with it. Missing where its value was never known. */
  readonly valueHash?: ValueHash | undefined;
  readonly byDifference?: ToldByDifference | undefined;
}

export interface KeyRecord {
  readonly recordId: RecordId;
  readonly mintedBy: MintedBy;
  /** What the key was asked for. The vendor's own words for it may differ, and must never be compared with the program's. */
  readonly identity: Identity;
  /** Missing while the first mint is pending, and when the key has gone while something else is on record. */
  readonly key?: OwnKey | undefined;
  readonly previous?: PreviousKey | undefined;
  readonly pending?: Pending | undefined;
}

/** The inputs on record that delete and refresh need beside the key. */
export interface StoredInputs {
  readonly account: string | undefined;
  readonly origin: CommonInputs["origin"];
  /** All that are written down or in the program, the vendor's own among them. */
  readonly all: Raw;
}

/** Drawn when a resource is created, and on record as long as that lives. */
export type RecordId = string & z.BRAND<"RecordId">;

export function newRecordId(): RecordId {
  return randomUUID() as RecordId;
}
