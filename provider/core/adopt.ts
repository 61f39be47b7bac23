/**
 * Taking over a live key instead of minting one.
 *
 * Never may the key be taken over that we authenticate with, a person's, another account's, or one that is no longer
 * live: what is adopted is revoked on destroy like any other.
 */
import { idOf } from "./attempt";
import type { VendorKey } from "./definition";
import { UserError } from "./errors/user-error";
import type { CommonInputs } from "./inputs";
import { whole } from "./mint";
import type { KeyRecord } from "./record";
import { Secret, sameSecret } from "./secret";
import { type Session, whoAsks } from "./session";

export async function adopt(session: Session, adopted: NonNullable<CommonInputs["adopt"]>): Promise<KeyRecord> {
  const { definition, api, account } = session;
  const title = account.settings.title;
  const keyId = definition.keyId.read(adopted.keyId);
  if (!keyId) throw refused(`what \`adopt.keyId\` holds is not an id of a ${definition.noun}`);
  const value = adopted.value === undefined ? undefined : new Secret(adopted.value);
  if (value && sameSecret(value, account.token)) throw refused("it is the key that this run authenticates with");
  const self = await whoAsks(session);
  if (self.value.keyId === keyId) throw refused("it is the key that this run authenticates with");
  const key = await api.find(keyId);
  if (!key) throw refused(`${title} has no such live key where this resource would mint one`);
  if (key.status !== "live") throw refused(`it is ${key.status}: remove \`adopt\` to mint a new one`);
  if (key.unfit) throw refused(`it ${key.unfit}`);
  const fault = value && (await faultOf(session, key, value));
  if (fault) throw refused(fault);
  return await whole(session, { key, createdAt: key.createdAt, value });
}

async function faultOf(session: Session, key: VendorKey, value: Secret): Promise<string | undefined> {
  const own = await idOf(session, value);
  if (own !== undefined && own !== key.keyId) return "the value in `adopt` is that of another key";
  if (own === key.keyId || (key.value && sameSecret(key.value, value))) return undefined;
  return await session.api.valueFault?.(key, value);
}

function refused(why: string): UserError {
  return new UserError(`the key in \`adopt\` is not taken over: ${why}. Nothing was changed.`);
}
