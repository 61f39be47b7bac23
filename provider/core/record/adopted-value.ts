/** What `adopt` in the program means for a record: which value it gives, contradicts or lacks. It sends nothing to find out. */
import type { Adopted } from "../program/inputs";
import { reveal, Secret, sameSecret } from "../values/secret";
import type { KeyRecord } from "./record";

/** Whether `adopt` now gives the value of a key that was adopted without its value. */
export function addsValue(
  { key }: Pick<KeyRecord, "key">,
  { adopt: adopted }: { readonly adopt?: Adopted | undefined },
): boolean {
  return adopted?.value !== undefined && key?.keyId === adopted.keyId && key.value === undefined;
}

/** Whether `adopt` gives a value that differs from the one in hand. */
export function tellsAnotherValue(inHand: Secret | undefined, adopted: Adopted): boolean {
  return inHand !== undefined && adopted.value !== undefined && !sameSecret(inHand, new Secret(adopted.value));
}

/**
 * The value of the key in `adopt`: the one that `adopt` gives, else the pending mint's. The previous key is never the key of a
 * pending mint, so it gets only the value that `adopt` gives.
 */
export function valueInHand({ previous, pending }: KeyRecord, { keyId, value }: Adopted): string | undefined {
  if (value !== undefined || keyId === previous?.keyId) return value;
  return pending?.value && reveal(pending.value);
}

/** Whether the key in `adopt` would take the place of the key in use, though nobody has its value. */
export function lacksValue(record: KeyRecord, adopted: Adopted): boolean {
  const { key } = record;
  return key !== undefined && key.keyId !== adopted.keyId && valueInHand(record, adopted) === undefined;
}
