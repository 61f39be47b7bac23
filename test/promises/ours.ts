/** Which keys are ours: those that our client has minted, whatever became of its request. */
import type { Emulator, Key, VendorName } from "../../emulator/index";

export type Ledger = Emulator["ledger"];

export function isOurs({ mintedBy, isPersonal }: Key): boolean {
  return mintedBy !== "stranger" && !isPersonal;
}

/** Live keys that calls of our client have minted. */
export function liveKeysOfOurs(ledger: Ledger, vendor: VendorName): Key[] {
  return ledger.liveKeys(vendor).filter(isOurs);
}

/**
 * Whether the vendor's lists have lacked a key for longer than the provider waits. No client can know of such a key:
 * docs/operate/lost-answer.md says that it is not promised. Nothing else about the key is excused.
 */
export function isHiddenTooLong({ unlistedAt, createdAt }: Key, graceMs = Number.POSITIVE_INFINITY): boolean {
  return unlistedAt !== null && unlistedAt - createdAt >= graceMs;
}

/** Whether a marker with this nonce stands in a field that the vendor shows of a key. The nonce is at the marker's end. */
export function bearsNonce({ name, description }: Key, nonce: string): boolean {
  const forms = [nonce, Buffer.from(nonce, "hex").toString("base64url")];
  return [name, description].some((text) => forms.some((form) => text?.includes(`.${form}]`)));
}
