/**
 * Keys that may be orphans: they bear a resource's marker, and no record of this run holds them. A process that was killed inside a create
 * leaves an orphan. A key of another stack with the same names looks the same, but is no orphan.
 *
 * The marker's hash names a resource and proves nothing. So a key that bears it is told to a person, and must never be touched.
 */
import { isHeld, wasRevoked } from "../run/held-keys";
import { stepsAt } from "../values/help";
import { unmark } from "../values/marker";
import { say } from "../values/say";
import type { VendorKey } from "../vendor/definition";
import type { Session } from "./session";

export function namePossibleOrphans({ account, definition, origin }: Session, keys: readonly VendorKey[]): void {
  const possibleOrphans = keys.filter(
    ({ keyId, status, markedText }) =>
      status === "live" &&
      unmark(markedText ?? "").marker?.hash === origin.hash &&
      !isHeld(account, keyId) &&
      !wasRevoked(account, keyId),
  );
  if (possibleOrphans.length === 0) return;
  const { title } = account.definition;
  const names = possibleOrphans.map(({ keyId }) => keyId).join(", ");
  // Where the engine replaces without a diff, or retries a delete, it does not show the record that holds these keys. The message names
  // those likeliest causes first.
  say(
    origin,
    `${title} has live keys whose ${definition.marked?.input} ends with this resource's marker, but this run's state does not show them: ${names}. ` +
      "They were left alone. " +
      "If this run replaces the key or retries a delete, the replaced key is among them: wait for a run that succeeds. " +
      "Another stack or backend of the same names may use the others. Revoke by hand only a key that nobody uses. " +
      stepsAt("live-keys-with-this-resources-marker"),
  );
}
