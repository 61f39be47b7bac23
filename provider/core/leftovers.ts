/**
 * Keys that bear a resource's marker though no record of this run holds them: a process that was killed inside a create
 * leaves one.
 *
 * The marker's hash names a resource and proves nothing. What bears it is told, and never touched.
 */
import type { VendorKey } from "./definition";
import { isHeld, wasRevoked } from "./holders";
import { unmark } from "./marker";
import { say } from "./say";
import type { Session } from "./session";

export function nameLeftovers({ account, origin }: Session, keys: readonly VendorKey[]): void {
  const leftovers = keys.filter(
    ({ keyId, status, description }) =>
      status === "live" &&
      unmark(description ?? "").marker?.hash === origin.hash &&
      !isHeld(account, keyId) &&
      !wasRevoked(account, keyId),
  );
  if (leftovers.length === 0) return;
  const names = leftovers.map(({ keyId }) => keyId).join(", ");
  // Where the engine replaces without a diff, or has a delete left over, it does not show the record that holds them.
  say(
    origin,
    `live keys bear this resource's marker that no record accounts for: ${names}; unless a taint, \`--replace\`, \`replacementTrigger\` or \`replaceWith\` replaces them now, or this run tries a delete again that failed, ` +
      "a run that was killed may have minted them, or `retainOnDelete` kept them. They are left alone: look whether anybody uses them, and revoke by hand, " +
      "or adopt, what nobody does",
  );
}
