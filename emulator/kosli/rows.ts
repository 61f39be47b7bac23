/** A Kosli key and service account as the API shows them: instants are seconds since the epoch. */
import type { Key } from "../keys";
import type { ServiceAccount } from "./state";
import type { KosliSwitches } from "./switches";

export function row(key: Key, switches: KosliSwitches): object {
  return {
    ...base(key, switches),
    ...unlessAbsent("last_used_at", key.lastUsedAt === null ? switches.lastUsedNever : key.lastUsedAt / 1000),
  };
}

/** The one answer that shows the key. */
export function newRow(key: Key, value: string, switches: KosliSwitches): object {
  const { keyField } = switches;
  return {
    ...base(key, switches),
    ...(keyField === "api_key" ? {} : { key: value }),
    ...(keyField === "key" ? {} : { api_key: value }),
  };
}

export function accountRow({ name, description, privilege, creatingUserId, createdAt }: ServiceAccount): object {
  return {
    name,
    display_name: name,
    description,
    privilege,
    creating_user_id: creatingUserId,
    for_webhook: false,
    created_at: createdAt / 1000,
  };
}

function base(key: Key, { expiresAtNever }: KosliSwitches): object {
  return {
    id: key.id,
    description: key.description,
    created_at: key.createdAt / 1000,
    // A whole number of seconds in every answer, unlike the other instants.
    ...unlessAbsent("expires_at", key.expiresAt === null ? expiresAtNever : Math.floor(key.expiresAt / 1000)),
  };
}

function unlessAbsent(name: string, value: number | null | "absent"): object {
  return value === "absent" ? {} : { [name]: value };
}
