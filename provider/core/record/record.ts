/** What is on record of a resource's keys. `stored.ts` writes it into the state and reads it back. */
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
  /** True when the vendor's dates, our stopwatch and our clock agree on it. Only then may a difference of lists be believed. */
  readonly isExact: boolean;
}

/** What is known of an id that only the difference of two lists has told. A later list is checked against it. */
export interface ToldByDifference extends Window {
  /** Keys of the window that are certainly others: there before the mint, minted after it, or shown with another value. */
  readonly others: readonly KeyId[];
  /** True once a caught-up list has shown no other key of the window, or `isValueShown` is true. */
  readonly isConfirmed: boolean;
  /** True once a list has shown the end of the key's value beside this id. It stays true when the value is no longer kept. */
  readonly isValueShown: boolean;
}

/** A pending mint, with all that a later run needs to settle it. */
export interface Pending extends Window {
  readonly nonce: Nonce;
  /** True when the key, if it was minted, bears the nonce. */
  readonly marked: boolean;
  /** Keys that may be the mint's. Being named here proves nothing. */
  readonly candidates: readonly KeyId[];
  /** Keys of the window that are not the mint's: they were there before it, or other records held them. */
  readonly others: readonly KeyId[];
  /** True when the mint's own run read the lists to their end. Only then may a later run believe a difference. */
  readonly isListed: boolean;
  /** Missing when the value was lost with the answer. */
  readonly value?: Secret | undefined;
  /** How long the key in use stays live beside the new one. Missing where no key was in use. */
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
  /** The hash of the `rotation.trigger` with which the program's trigger is compared. */
  readonly trigger?: TriggerHash | undefined;
  /** When the key expires, if it does. */
  readonly expiresAt?: Instant | undefined;
  /** The vendor's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The key that a rotation in place has put out of use, until a run retires it. */
export interface PreviousKey {
  readonly keyId: KeyId;
  readonly validUntil: Instant;
  /** By it a run sees whether its token is this key. Missing where the value was never known. */
  readonly valueHash?: ValueHash | undefined;
  readonly byDifference?: ToldByDifference | undefined;
}

export interface KeyRecord {
  readonly recordId: RecordId;
  readonly mintedBy: MintedBy;
  /** The identity inputs of the key, as the program had them. The vendor's words may differ and must never be compared with these. */
  readonly identity: Identity;
  /** Missing while the first mint is pending, and when the key is gone but a previous key or a pending mint is on record. */
  readonly key?: OwnKey | undefined;
  readonly previous?: PreviousKey | undefined;
  readonly pending?: Pending | undefined;
}

/** The inputs on record that delete and refresh need beside the key. */
export interface StoredInputs {
  readonly account: string | undefined;
  readonly origin: CommonInputs["origin"];
  /** All inputs, the vendor's own among them, from the state or from the program. */
  readonly all: Raw;
}

/** Drawn when a resource is created, and on record as long as the resource exists. */
export type RecordId = string & z.BRAND<"RecordId">;

export function newRecordId(): RecordId {
  return randomUUID() as RecordId;
}
