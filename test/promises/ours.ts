/** Which keys are ours: those that a request of the provider minted, even if its answer was lost. */
import type { Emulator, Key, VendorName } from "../../emulator/index";

export type Ledger = Emulator["ledger"];

export function isOurs({ mintedBy, isPersonal }: Key): boolean {
  return mintedBy !== "stranger" && !isPersonal;
}

/** Live keys that the provider has minted. */
export function liveKeysOfOurs(ledger: Ledger, vendor: VendorName): Key[] {
  return ledger.liveKeys(vendor).filter(isOurs);
}

/**
 * Whether the vendor's lists lacked a key for longer than the provider waits. No client can know of such a key, so the promises leave it
 * out, as docs/operate/lost-answer.md says. This excuses nothing else about the key.
 */
export function isHiddenTooLong({ unlistedAt, createdAt }: Key, graceMs = Number.POSITIVE_INFINITY): boolean {
  return unlistedAt !== null && unlistedAt - createdAt >= graceMs;
}

/** Whether a key's name or description has a marker with this nonce. The nonce stands at the marker's end. */
export function bearsNonce({ name, description }: Key, nonce: string): boolean {
  const forms = [nonce, Buffer.from(nonce, "hex").toString("base64url")];
  return [name, description].some((text) => forms.some((form) => text?.includes(`.${form}]`)));
}
