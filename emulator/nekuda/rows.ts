/** A nekuda key as the API shows it. */
import { isoInstant } from "../iso-instant";
import type { Key } from "../keys";
import type { NekudaSwitches } from "./switches";

export function row(key: Key, value: string, switches: NekudaSwitches): object {
  const instant = instantIn(switches);
  return withUnset(switches, {
    id: key.id,
    org_id: key.scope,
    name: key.name,
    public_key: key.publicKey,
    private_key_display: `${value.slice(0, 8)}...${value.slice(-4)}`,
    created_at: instant(key.createdAt),
    description: key.description,
    is_revoked: key.revokedAt !== null,
    revoked_at: instant(key.revokedAt),
    last_used_at: instant(key.lastUsedAt),
    ...(switches.environment === "absent"
      ? {}
      : { environment: key.publicKey?.startsWith("pk_live_") ? "live" : "test" }),
  });
}

/** What revoke answers: other fields than a list's row. */
export function revokedRow(key: Key, switches: NekudaSwitches): object {
  const instant = instantIn(switches);
  return withUnset(switches, {
    id: key.id,
    org_id: key.scope,
    name: key.name,
    is_revoked: key.revokedAt !== null,
    created_at: instant(key.createdAt),
    description: key.description,
    expires_at: instant(key.expiresAt),
    last_used_at: instant(key.lastUsedAt),
  });
}

function instantIn({ instants }: NekudaSwitches) {
  return (ms: number | null) => (ms === null ? null : isoInstant(ms, instants));
}

function withUnset({ unsetFields }: NekudaSwitches, fields: object): object {
  if (unsetFields === "null") return fields;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
