/** A Resend key as the API lists it. */
import { isoInstant } from "../iso-instant";
import type { Key } from "../keys";
import type { ResendSwitches } from "./switches";

export function row(key: Key, switches: ResendSwitches): object {
  return {
    id: key.id,
    name: key.name,
    created_at: instant(key.createdAt, switches),
    ...(switches.lastUsed === "told"
      ? { last_used_at: key.lastUsedAt === null ? null : instant(key.lastUsedAt, switches) }
      : {}),
  };
}

function instant(ms: number, { instants }: ResendSwitches): string {
  if (instants !== "space +00") return isoInstant(ms, instants);
  // As PostgreSQL writes it.
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "+00");
}
