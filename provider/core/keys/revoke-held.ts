/**
 * Revokes a key that a record holds, once it is certain that the key is ours.
 *
 * These must never be revoked: the run's own token, a personal key, a key that another record holds, a key that another account may own. In
 * doubt, the revoke fails.
 */
import type { ToldByDifference } from "../record/record";
import { release } from "../run/held-keys";
import { stepsAt } from "../values/help";
import type { Instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { say } from "../values/say";
import { type Secret, sameSecret, type ValueHash, valueHash } from "../values/secret";
import { UserError } from "../values/user-error";
import type { VendorKey } from "../vendor/definition";
import { anotherAccount, type MintedBy } from "../vendor/minted-by";
import { whoAsks } from "./account-proof";
import { caughtUpList, rivalsOf } from "./difference";
import { findKey } from "./find-key";
import { idOf, idOfLiveKey } from "./own-word";
import { revoke } from "./revoke";
import type { Session } from "./session";

interface Ours {
  readonly keyId: KeyId;
  readonly value?: Secret | undefined;
  /** Set where the value itself is no longer kept. */
  readonly valueHash?: ValueHash | undefined;
  /** When it was created, at the latest. */
  readonly createdAt: Instant | undefined;
  /** Set when the id was told by a difference of lists. */
  readonly byDifference?: ToldByDifference | undefined;
  readonly isDated?: boolean;
  /** True of the previous key. */
  readonly isPrevious?: boolean;
}

/** Revokes the key, and tells whether it lived until now. A key that is already gone is a success. */
export async function revokeOurs(session: Session, mintedBy: MintedBy, ours: Ours): Promise<boolean> {
  const holder = release(session.account, ours.keyId, session.recordId);
  if (holder !== undefined) {
    // Two records hold this id. If a difference told it, one of them may have the other's id, while its own key lives.
    if (ours.byDifference) await proveAgain(session, ours, ours.byDifference, idOf);
    say(session.origin, `key ${ours.keyId} is not revoked: ${holder} holds it too`);
    return false;
  }
  const key = await findKey(session, mintedBy, ours);
  if (!key) {
    // The key that is gone may be a stranger's, and ours another key of the same seconds.
    if (ours.byDifference) await proveAgain(session, ours, ours.byDifference, idOf);
    return false;
  }
  await refuseForeign(session, mintedBy, ours, key);
  const isLive = key.status === "live";
  if (isLive) await revoke(session, { keyId: key.keyId, createdAt: key.createdAt, value: ours.value });
  await session.api.discard?.(key.keyId);
  return isLive;
}

async function refuseForeign(session: Session, mintedBy: MintedBy, ours: Ours, key: VendorKey): Promise<void> {
  const { account, api, tokenSourceOf } = session;
  const { value, valueHash: hash = value && valueHash(value), byDifference } = ours;
  const { value: self } = await whoAsks(session);
  const tokenSource = self.keyId === key.keyId ? account.tokenSource : tokenSourceOf(hash);
  if (tokenSource !== undefined) {
    throw new UserError(
      `key ${key.keyId} is the key that this run authenticates with (${tokenSource}). Key ${key.keyId} was not revoked. Set another token in its place, then run again`,
    );
  }
  if (hash === undefined && key.status === "live" && (await api.mayBeToken?.(key))) {
    throw new UserError(
      `key ${key.keyId} was used just now, and its value is not known. So key ${key.keyId} may be the token of ${account.tokenSource}. ` +
        `Key ${key.keyId} was not revoked. Stop what uses key ${key.keyId}, then run again. ` +
        `Revoke key ${key.keyId} by hand only if you know that ${account.tokenSource} holds another key. ` +
        stepsAt("a-key-that-may-be-this-runs-token"),
    );
  }
  if (key.unfit) {
    const forget = ours.isPrevious
      ? `To leave the key alone, ${takePreviousOut}`
      : "`pulumi state delete <urn>` forgets every key of this resource, and revokes none";
    throw new UserError(`key ${key.keyId} ${key.unfit}. Key ${key.keyId} was not revoked. ${forget}`);
  }
  if (key.accountId !== undefined && mintedBy.account !== undefined && key.accountId !== mintedBy.account) {
    throw anotherAccount(account, mintedBy, key.accountId);
  }
  if (byDifference) await proveAgain(session, ours, byDifference, idOfLiveKey);
}

/** Compares an id that only a difference has told with what the vendor tells now. Back then, the lists may have lacked our own key. */
async function proveAgain(
  session: Session,
  { keyId, value, isPrevious = false }: Ours,
  byDifference: ToldByDifference,
  askKey: typeof idOf,
): Promise<void> {
  const own = value && (await askKey(session, value));
  if (own === keyId) return;
  const list = await caughtUpList(session, keyId, byDifference);
  const exact = value && list.keys.find((key) => key.value && sameSecret(key.value, value))?.keyId;
  if (exact === keyId) return;
  const another = own ?? exact;
  const others = another === undefined ? rivalsOf(session, list, { keyId, value }, byDifference) : [another];
  if (others.length === 0) return;
  throw new UserError(doubtSentence(session.account.definition.title, keyId, { another, others, isPrevious }));
}

const takePreviousOut =
  "take the fields `previous…` of this resource out of the state (`pulumi stack export`, then `pulumi stack import`)";

/** Once the other keys are gone, a run would revoke the key on record, even a stranger's. So a person must find out first whose it is. */
function doubtSentence(
  title: string,
  keyId: KeyId,
  { another, others, isPrevious }: { another: KeyId | undefined; others: readonly KeyId[]; isPrevious: boolean },
): string {
  // A record with a previous key may hold the key in use too: `pulumi state delete` would forget that one as well.
  const forget = isPrevious ? takePreviousOut : "run `pulumi state delete <urn>`";
  const steps = stepsAt("two-keys-of-the-same-seconds");
  const notRevoked = `Key ${keyId} was not revoked`;
  if (another !== undefined) {
    const word = `${title} says that this resource's value is that of key ${another}, not of key ${keyId}`;
    return `${word}. ${notRevoked}. Once nobody uses key ${another}, revoke key ${another} at ${title} by hand. Then ${forget}. An earlier run would revoke key ${keyId}. ${steps}`;
  }
  const names = others.join(", ");
  const never = isPrevious
    ? "Do not revoke the key in `keyId`"
    : "Run `pulumi state delete <urn>` only once this resource's own key is revoked";
  return (
    `key ${keyId} or key ${names} is this resource's; ${title} does not tell which. ${notRevoked}. Look at these keys at ${title}. ` +
    `${never}. Decide first, then run: a run without ${names} would revoke key ${keyId}. ${steps}`
  );
}
