/**
 * Revoking what a record holds.
 *
 * Never may a key be revoked that we authenticate with, that is a person's, that another record holds, or that another
 * account may own. Whatever is not certain keeps the state and fails.
 */
import { findKey } from "./absence";
import type { StackConfig } from "./config";
import type { Definition, VendorKey } from "./definition";
import { pendingSentence } from "./errors/pending-key";
import { UserError } from "./errors/user-error";
import { isUnsettled, release } from "./holders";
import type { Raw } from "./inputs";
import type { KeyId } from "./key-id";
import { settlePending } from "./pending";
import { type KeyRecord, readRecord } from "./record";
import { revoke } from "./revoke";
import { say } from "./say";
import { candidatesIn, idOf } from "./search";
import { type Secret, sameSecret } from "./secret";
import { anotherAccount, openForRecord, type Session, whoAsks } from "./session";

export async function remove(definition: Definition, outputs: Raw, config: StackConfig): Promise<void> {
  const { record: stored, settings } = readRecord(definition, outputs);
  if (!stored.keyId && !stored.pending) return;
  const session = openForRecord(definition, stored, settings, config);
  const record = await settle(session, stored);
  if (!record?.keyId) return;
  if (isUnsettled(session.origin)) {
    throw new UserError(`key ${record.keyId} stays until it is settled which key takes its place. Nothing was revoked`);
  }
  const holder = release(session.account, record.keyId, session.origin);
  if (holder !== undefined) return say(session.origin, `key ${record.keyId} is not revoked: ${holder} holds it too`);
  const key = await findKey(session, record, record.keyId);
  if (!key) return;
  await refuseForeign(session, record, key);
  if (key.status === "live") await revoke(session, key.keyId);
  await session.api.discard?.(key.keyId, outputs);
}

/** The record with the key that a pending mint turns out to have made; nothing when no key is left. */
async function settle(session: Session, record: KeyRecord): Promise<KeyRecord | undefined> {
  if (!record.pending) return record;
  const settled = await settlePending(session, record, record.pending);
  if (settled.is === "nothing") return undefined;
  if (settled.is === "whole") return settled.record;
  throw new UserError(pendingSentence(session.definition, settled.record, settled.unlisted));
}

async function refuseForeign(session: Session, record: KeyRecord, key: VendorKey): Promise<void> {
  const { account } = session;
  const { mintedBy, value, keyIdProof } = record;
  const { value: self } = await whoAsks(session);
  if (self.keyId === key.keyId || (value && sameSecret(value, account.token))) {
    throw new UserError(
      `key ${key.keyId} is the one that this run authenticates with (${account.tokenSource}): set another credential to destroy it. Nothing was revoked`,
    );
  }
  if (key.unfit) throw new UserError(`key ${key.keyId} ${key.unfit}. It was not revoked`);
  if (key.owner !== undefined && mintedBy.account !== undefined && key.owner !== mintedBy.account) {
    throw anotherAccount(mintedBy, `${account.url} ${key.owner}`);
  }
  if (keyIdProof === "difference" && value) await proveAgain(session, record, key.keyId, value);
}

/** An id that only a difference told is held against what the vendor tells now: our own key may have lagged behind then. */
async function proveAgain(session: Session, { mintWindow }: KeyRecord, keyId: KeyId, value: Secret): Promise<void> {
  const { value: keys } = await session.api.list();
  const own = (await idOf(session, value)) ?? keys.find((key) => key.value && sameSecret(key.value, value))?.keyId;
  if (own === keyId) return;
  const candidates = mintWindow ? candidatesIn(session, { known: undefined, marker: undefined }, keys, mintWindow) : [];
  const others = own === undefined ? candidates.map((key) => key.keyId).filter((id) => id !== keyId) : [own];
  if (others.length === 0) return;
  throw new UserError(
    `that key ${keyId} is this resource's was told by the difference of two lists, and ${others.join(", ")} may be it as well. Nothing was revoked. ` +
      "Look at these keys at the vendor, revoke the one that nobody uses by hand, and run again",
  );
}
