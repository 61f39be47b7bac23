/**
 * Whether this run's account is the one that minted a key, and which account that is.
 *
 * An absence must never be believed when another account has told it.
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

/** Makes sure that this run's account minted the key, so that an absence can be believed. Throws when another account did, or may have. */
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
    ? "Without such a token, make sure that no key of the pending mint lives. Then, only if `keyId` and `previousKeyId` are empty too, run `pulumi state delete <urn>`"
    : "Only if you know that the key in `keyId` is gone, and no mint is pending: run `pulumi state taint <urn>`, then `pulumi up`";
  throw new UserError(
    `${unproved}${now}. ${steps}`,
    `${unproved}Without such a token, make sure that none of this resource's keys lives before you run \`pulumi state delete <urn>\`. ${steps}`,
  );
}

/** Whether the account of a session is the one that minted. `pending` is a mint of that account: its marker in a list is proof too. */
export async function askWhose(session: Session, mintedBy: MintedBy, pending?: Pending): Promise<AccountProof> {
  const { api } = session;
  if (api.proveAccount) return await api.proveAccount(mintedBy);
  if (api.principal !== undefined && api.principal === mintedBy.principal) return { is: "same" };
  // A key id belongs to one account. An account whose list shows a key of the minter is the minter.
  const { keys } = await readWholeList(session, performance.now() - limits.listAgeMs);
  const known = new Set(keysOfMinter(mintedBy));
  const isMinters = ({ keyId, markedText = "" }: VendorKey) =>
    known.has(keyId) || (pending?.marked && unmark(markedText).marker?.nonce === pending.nonce);
  return { is: keys.some(isMinters) ? "same" : "unproven" };
}

/** Whose token this run uses, asked once for each account. */
export async function whoAsks({ account, api }: Pick<Session, "account" | "api">): Promise<Answer<Self>> {
  return await selfOnce(account, () => askSelf(api));
}

/** The answer is empty where the vendor has no such call, or refuses it. */
async function askSelf(api: Pick<Session["api"], "self">): Promise<Answer<Self>> {
  const nothing = { value: {}, date: undefined };
  try {
    return (await api.self?.()) ?? nothing;
  } catch (error) {
    if (error instanceof RequestRefused && (error.status === 403 || error.status === 404)) return nothing;
    throw error;
  }
}
