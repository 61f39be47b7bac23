/** A Devin key as the API shows it. */
import { createHash } from "node:crypto";
import { isoInstant } from "../iso-instant";
import type { Key } from "../keys";
import type { DevinSwitches } from "./switches";

/** What `self` and a row both tell of the person behind a personal key. */
export function person(key: Key, { unsetFields }: DevinSwitches): object {
  if (key.isPersonal) return { user_id: `user-${key.mintedBy}`, user_email: `${key.mintedBy}@${key.account}.example` };
  return unsetFields === "null" ? { user_id: null, user_email: null } : {};
}

export function withNulls(answered: object, { selfNulls }: DevinSwitches): object {
  const isNull = (name: string) => selfNulls === "all" || selfNulls.split(" and ").includes(name);
  return Object.fromEntries(Object.entries(answered).map(([name, value]) => [name, isNull(name) ? null : value]));
}

export function row(key: Key, value: string, switches: DevinSwitches): object {
  return {
    id: key.id,
    org_id: key.scope,
    org_name: `${key.account} ${key.scope.slice(0, 8)}`,
    ...person(key, switches),
    is_service_key: !key.isPersonal,
    created_at: isoInstant(key.createdAt, switches.instants),
    ...shownValue(value, switches),
  };
}

function shownValue(value: string, { apiKeyValue }: DevinSwitches): object {
  switch (apiKeyValue) {
    case "whole":
      return { api_key_value: value };
    case "masked":
      return { api_key_value: `${value.slice(0, 4)}...${value.slice(-4)}` };
    case "masked by …":
      return { api_key_value: `${value.slice(0, 4)}…${value.slice(-4)}` };
    case "masked by ***":
      return { api_key_value: `${value.slice(0, 4)}***${value.slice(-4)}` };
    case "masked by xxx":
      return { api_key_value: `${value.slice(0, 4)}${"x".repeat(value.length - 8)}${value.slice(-4)}` };
    case "masked with a short tail":
      return { api_key_value: `${value.slice(0, 4)}...${value.slice(-2)}` };
    case "null":
      return { api_key_value: null };
    case "absent":
      return {};
  }
}

/** `keys` come oldest first. */
export function ordered(keys: Key[], { listOrder }: DevinSwitches): Key[] {
  if (listOrder === "oldest") return keys;
  if (listOrder === "newest") return keys.toReversed();
  const rank = ({ id }: Key) => createHash("sha256").update(id).digest("hex");
  return keys.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}
