/**
 * A key's own word: the vendor is asked with the key itself which id it has.
 *
 * A vendor that refuses such a question is no failure, since there are other ways. Never may silence be taken for the word of a key that has gone.
 */

import type { KeyId } from "../values/key-id";
import type { Secret } from "../values/secret";
import { credentialsOf } from "../vendor/account";
import { isOutcome } from "../vendor/call-failures";
import { whoAsks } from "./account-proof";
import type { Session } from "./session";

/** The accounts whose new keys have told their id, or were refused, in this run. */
const answering = new Set<string>();
const refused = new Set<string>();

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
  const account = credentialsOf(session.account);
  if (refused.has(account)) return undefined;
  try {
    const keyId = await ask(session, value);
    // One key that is refused where another was answered may not be active yet.
    if (keyId) answering.add(account);
    else if (!answering.has(account)) refused.add(account);
    return keyId;
  } catch (error) {
    if (isOutcome(error)) return undefined;
    throw error;
  }
}

/** Whether a key of the account has told its id in this run: then no list needs to be read before a mint. */
export function doKeysAnswer({ account }: Session): boolean {
  return answering.has(credentialsOf(account));
}

async function ask(session: Session, value: Secret): Promise<KeyId | undefined> {
  const keyId = await session.api.idOf?.(value);
  const self = keyId && (await whoAsks(session));
  return self && self.value.keyId === keyId ? undefined : keyId;
}
