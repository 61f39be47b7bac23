/**
 * Whether the account that asks is the one that minted a key, and who it is.
 *
 * Never may an absence be believed that another account has told.
 */
import type { Pending } from "../record/record";
import { isProved, noteProved, selfOnce } from "../run/account-answers";
import { keysOfMinter } from "../run/held-keys";
import { stepsAt } from "../values/help";
import { limits } from "../values/limits";
import { unmark } from "../values/marker";
import { UserError } from "../values/user-error";
import { RequestRefused } from "../vendor/call-failures";
import type { AccountProof, Self, VendorKey } from "../vendor/definition";
import type { Answer } from "../vendor/http/send";
import { readWholeList } from "../vendor/key-lists";
import { anotherAccount, destinationInWords, type MintedBy } from "../vendor/minted-by";
import type { Session } from "./session";

/** The account that a key is minted by, or adopted from. */
export async function mintedByOf(session: Session, accountId?: string): Promise<MintedBy> {
  const { account, api } = session;
  const self = accountId === undefined ? await whoAsks(session).catch(() => undefined) : undefined;
  return { url: account.url, org: account.org, account: accountId ?? self?.value.accountId, principal: api.principal };
}

/** Makes sure that an absence was told by the account that minted the key. Throws when it was another, or may be. */
export async function proveAccount(session: Session, mintedBy: MintedBy, pending?: Pending): Promise<void> {
  const { account } = session;
  if (isProved(session, mintedBy)) return;
  const proof = await askWhose(session, mintedBy, pending);
  if (proof.is === "same") return noteProved(session, mintedBy);
  if (proof.is === "another") throw anotherAccount(account, mintedBy, proof.accountId);
  const unproved =
    `it is not proved that ${account.tokenSource} belongs to the account that minted the key: ${destinationInWords(mintedBy)}. ` +
    "Set a token of that account, then run again. ";
  const steps = stepsAt("it-is-not-proved-that-the-account-minted-the-key");
  const now = pending
    ? "Without such a token, make sure that the key of the pending mint does not live. Then, only if `keyId` of this resource is empty, run `pulumi state delete <urn>`"
    : "Only if you know that the key in `keyId` is gone, and no mint is pending: run `pulumi state taint <urn>`, then `pulumi up`";
  throw new UserError(
    `${unproved}${now}. ${steps}`,
    `${unproved}Without such a token, make sure that none of this resource's keys lives before you run \`pulumi state delete <urn>\`. ${steps}`,
  );
}

/** Whether the account of a session is the one that minted; `pending` is a mint whose key may be listed. */
export async function askWhose(session: Session, mintedBy: MintedBy, pending?: Pending): Promise<AccountProof> {
  const { api } = session;
  if (api.proveAccount) return await api.proveAccount(mintedBy);
  if (api.principal !== undefined && api.principal === mintedBy.principal) return { is: "same" };
  // Ids are the vendor's own: no other account shows a key of this one.
  const { keys } = await readWholeList(session, performance.now() - limits.listAgeMs);
  const known = new Set(keysOfMinter(mintedBy));
  const isMinters = ({ keyId, markedText = "" }: VendorKey) =>
    known.has(keyId) || (pending?.marked && unmark(markedText).marker?.nonce === pending.nonce);
  return { is: keys.some(isMinters) ? "same" : "unproven" };
}

/** Who asks, asked once for an account and a run. */
export async function whoAsks({ account, api }: Pick<Session, "account" | "api">): Promise<Answer<Self>> {
  return await selfOnce(account, () => askSelf(api));
}

/** Nothing is known where the vendor has no such call, or denies it. */
async function askSelf(api: Pick<Session["api"], "self">): Promise<Answer<Self>> {
  const nothing = { value: {}, date: undefined };
  try {
    return (await api.self?.()) ?? nothing;
  } catch (error) {
    if (error instanceof RequestRefused && (error.status === 403 || error.status === 404)) return nothing;
    throw error;
  }
}
