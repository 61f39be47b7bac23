/**
 * Revoking what a record holds.
 *
 * Never may a key be revoked that we authenticate with, that is a person's, that another record holds, or that another
 * account may own. Whatever is not certain keeps the state and fails.
 */
import type { StackConfig } from "./config";
import type { Definition, VendorKey } from "./definition";
import { UserError } from "./errors/user-error";
import { otherHolder } from "./holders";
import type { Raw } from "./inputs";
import type { KeyId } from "./key-id";
import { settlePending } from "./pending";
import type { KeyRecord } from "./record";
import { revoke } from "./revoke";
import { say } from "./say";
import { sameSecret } from "./secret";
import { anotherAccount, openForRecord, proveAccount, type Session, whoAsks } from "./session";

export async function remove(definition: Definition, outputs: Raw, config: StackConfig): Promise<void> {
  const { session, record } = openForRecord(definition, outputs, config);
  const keyId = record.keyId ?? (await settledKeyId(session, record));
  if (!keyId) return;
  const holder = otherHolder(session.account, keyId, session.inputs.origin);
  if (holder !== undefined) {
    say(session.inputs.origin, `key ${keyId} is not revoked: ${holder} holds it too`);
    return;
  }
  await revokeOurs(session, record, keyId);
}

/** The id that a pending record's key turns out to have; nothing when no key is left. */
async function settledKeyId(session: Session, record: KeyRecord): Promise<KeyId | undefined> {
  if (!record.pending) return undefined;
  const settled = await settlePending(session, record, record.pending);
  if (settled.is === "pending") throw new UserError(stillPending(session, settled.record));
  return settled.is === "whole" ? settled.record.keyId : undefined;
}

function stillPending({ account, definition }: Session, { pending }: KeyRecord): string {
  const names = pending?.candidates.join(", ") || "none is listed";
  return (
    `it is still not known which ${account.settings.title} key this resource minted (candidates: ${names}; created from ${pending?.from} to ${pending?.until}). ` +
    `Nothing was revoked; the state is kept. Revoke the one that nobody uses, by hand or with adopt: {keyId} on a ${definition.type} that is then destroyed, and run again`
  );
}

async function revokeOurs(session: Session, record: KeyRecord, keyId: KeyId): Promise<void> {
  const { api } = session;
  const key = await api.find(keyId);
  if (!key) return await proveAccount(session, record.mintedBy);
  await refuseForeign(session, record, key);
  if (key.status === "live") await revoke(session, keyId);
  await api.discard?.(keyId);
}

async function refuseForeign(session: Session, { mintedBy, value }: KeyRecord, key: VendorKey): Promise<void> {
  const { account } = session;
  const { value: self } = await whoAsks(session);
  const isOurLogin = self.keyId === key.keyId || (value && sameSecret(value, account.token));
  if (isOurLogin)
    throw new UserError(
      `key ${key.keyId} is the one that this run authenticates with (${account.tokenSource}): set another credential to destroy it. Nothing was revoked.`,
    );
  if (key.unfit) throw new UserError(`key ${key.keyId} ${key.unfit}. It was not revoked.`);
  if (key.owner !== undefined && mintedBy.account !== undefined && key.owner !== mintedBy.account) {
    throw anotherAccount(mintedBy, `${account.url} ${key.owner}`);
  }
}
