/**
 * A key's own word: the vendor is asked with the key itself which id it has.
 *
 * A vendor that refuses such a question is no failure, since there are other ways. Never may silence be taken for the word of a key that has gone.
 */
import { areKeysRefused, noteOwnWord } from "../run/account-answers";
import type { KeyId } from "../values/key-id";
import type { Secret } from "../values/secret";
import { isOutcome } from "../vendor/call-failures";
import { whoAsks } from "./account-proof";
import type { Session } from "./session";

/** The id, where the vendor tells it. An answer about the key that we authenticate with is no answer. */
export async function idOf(session: Session, value: Secret): Promise<KeyId | undefined> {
  try {
    return await ask(session, value);
  } catch (error) {
    if (isOutcome(error)) return undefined;
    throw error;
  }
}

/** The same of a key that lives for certain: where it is refused, so is each other of the account, and none is asked any more. */
export async function idOfLiveKey(session: Session, value: Secret): Promise<KeyId | undefined> {
  const { account } = session;
  if (areKeysRefused(account)) return undefined;
  try {
    const keyId = await ask(session, value);
    noteOwnWord(account, keyId !== undefined);
    return keyId;
  } catch (error) {
    if (isOutcome(error)) return undefined;
    throw error;
  }
}

async function ask(session: Session, value: Secret): Promise<KeyId | undefined> {
  const keyId = await session.api.idOf?.(value);
  const self = keyId && (await whoAsks(session));
  return self && self.value.keyId === keyId ? undefined : keyId;
}
