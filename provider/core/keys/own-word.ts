/**
 * A key's own word: the vendor is asked, with the key as the token, which id that key has.
 *
 * A vendor that refuses this question is no failure, since there are other ways to the id. A missing answer must never be taken to mean
 * that the key is gone.
 */
import { doKeysNotTellIds, noteOwnWord } from "../run/account-answers";
import type { KeyId } from "../values/key-id";
import type { Secret } from "../values/secret";
import { isOutcome } from "../vendor/call-failures";
import { whoAsks } from "./account-proof";
import type { Session } from "./session";

/** The id, where the vendor tells it. An answer that names the run's own token counts as none. */
export async function idOf(session: Session, value: Secret): Promise<KeyId | undefined> {
  try {
    return await ask(session, value);
  } catch (error) {
    if (isOutcome(error)) return undefined;
    throw error;
  }
}

/** The same for a key that certainly lives. If it is refused, so is every other key of the account: then no more are asked. */
export async function idOfLiveKey(session: Session, value: Secret): Promise<KeyId | undefined> {
  const { account } = session;
  if (doKeysNotTellIds(account)) return undefined;
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
