/** What the value in `adopt` means beside a record. Nothing is asked of the vendor for it. */
import type { Adopted } from "../program/inputs";
import { reveal, Secret, sameSecret } from "../values/secret";
import type { KeyRecord } from "./record";

/** Whether the program tells the value of a key that was adopted without it. */
export function addsValue(
  { key }: Pick<KeyRecord, "key">,
  { adopt: adopted }: { readonly adopt?: Adopted | undefined },
): boolean {
  return adopted?.value !== undefined && key?.keyId === adopted.keyId && key.value === undefined;
}

/** Whether the program tells another value than the one in hand. */
export function tellsAnotherValue(inHand: Secret | undefined, adopted: Adopted): boolean {
  return inHand !== undefined && adopted.value !== undefined && !sameSecret(inHand, new Secret(adopted.value));
}

/** The value of the key that the program names beside what is pending: a pending mint's is never that of the previous key. */
export function valueInHand({ previous, pending }: KeyRecord, { keyId, value }: Adopted): string | undefined {
  if (value !== undefined || keyId === previous?.keyId) return value;
  return pending?.value && reveal(pending.value);
}

/** Whether that key would take the place of one in use, and nobody has its value. */
export function lacksValue(record: KeyRecord, adopted: Adopted): boolean {
  const { key } = record;
  return key !== undefined && key.keyId !== adopted.keyId && valueInHand(record, adopted) === undefined;
}
