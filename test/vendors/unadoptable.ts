/** Keys that must not be adopted: each is refused with a sentence that says why. */
import type { Details, Emulator, Key, Place, VendorName } from "../../emulator/index";

export interface Unadoptable {
  /** The end of the test's title "is refused … when it is …". */
  readonly is: string;
  readonly why: RegExp;
  adopt(emulator: Emulator): { readonly keyId: string; readonly value?: string };
}

export const notThere = /has no live key of the id in `adopt.keyId` where this resource would mint one/;

export function strangersKey(emulator: Emulator, vendor: VendorName, details?: Partial<Place> & Details): Key {
  return emulator.strangers.mint(vendor, { name: "for tests", description: "by hand", ...details });
}

export function revokedKey(emulator: Emulator, vendor: VendorName): Key {
  const key = strangersKey(emulator, vendor);
  emulator.strangers.revoke(key);
  return key;
}
