/** The key of a resource that has none in use: minted, or adopted. It must never be a key of another account. */
import type { Adopted, CommonInputs } from "../program/inputs";
import { triggerHash } from "../program/rotation-input";
import type { KeyRecord, PreviousKey } from "../record/record";
import { say } from "../values/say";
import { mintedByOf } from "./account-proof";
import { adopt } from "./adopt";
import { mint } from "./mint";
import type { Session } from "./session";

export async function newKey(session: Session, inputs: CommonInputs): Promise<KeyRecord> {
  return inputs.adopt ? await adoptedKey(session, inputs.adopt, inputs) : await firstKey(session, inputs);
}

/** A mint where no key is in use. */
export async function firstKey(session: Session, inputs: CommonInputs, previous?: PreviousKey): Promise<KeyRecord> {
  const minting = await mint(session, inputs);
  const { mintedBy } = minting;
  const { recordId, identity } = session;
  const keyOrPending = minting.is === "minted" ? { key: minting.key } : { pending: minting.pending };
  return { recordId, mintedBy, identity, previous, ...keyOrPending };
}

async function adoptedKey(session: Session, adopted: Adopted, inputs: CommonInputs): Promise<KeyRecord> {
  const { accountId, ...taken } = await adopt(session, adopted);
  const key = { ...taken, trigger: triggerHash(inputs) };
  if (inputs.rotation?.beforeExpiry !== undefined && key.expiresAt === undefined) {
    say(
      session.origin,
      `key ${key.keyId} has no expiry before which \`rotation.beforeExpiry\` could rotate it: set \`rotation.every\``,
    );
  }
  const { recordId, identity } = session;
  return { recordId, mintedBy: await mintedByOf(session, accountId), identity, key };
}
