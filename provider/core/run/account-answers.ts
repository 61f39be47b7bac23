/**
 * What this run has learnt of an account and of the places in it, so that no question is asked twice.
 *
 * A failed answer must never be remembered: the next asker asks again.
 */
import { type Account, tokenNameOf } from "../vendor/account";
import type { KeyApi, Self } from "../vendor/definition";
import type { Answer } from "../vendor/http/send";
import type { MintedBy } from "../vendor/minted-by";

type Asker = { readonly account: Account; readonly api: Pick<KeyApi<never>, "place"> };

function nameOfPlace({ account, api }: Asker): string {
  return `${tokenNameOf(account)} ${api.place}`;
}

/** The proofs of this run: which place's account was proved to be which minter. */
const proved = new Set<string>();

/** Notes that the token belongs to the account that minted. */
export function noteProved(asker: Asker, mintedBy: MintedBy): void {
  proved.add(proofOf(asker, mintedBy));
}

export function isProved(asker: Asker, mintedBy: MintedBy): boolean {
  return proved.has(proofOf(asker, mintedBy));
}

function proofOf(asker: Asker, { account: accountId, principal }: MintedBy): string {
  return JSON.stringify([nameOfPlace(asker), accountId, principal]);
}

const selves = new Map<string, Promise<Answer<Self>>>();

/** Whose token it is. `ask` is called the first time, and again after it has failed. */
export async function selfOnce(account: Account, ask: () => Promise<Answer<Self>>): Promise<Answer<Self>> {
  const name = tokenNameOf(account);
  const asked = selves.get(name) ?? ask();
  selves.set(name, asked);
  try {
    return await asked;
  } catch (error) {
    selves.delete(name);
    throw error;
  }
}

/** The accounts whose new keys have told their id, or were refused. */
const answering = new Set<string>();
const refusing = new Set<string>();

/** Notes whether a new key, asked for its own id, has told it. */
export function noteOwnWord(account: Account, isTold: boolean): void {
  const name = tokenNameOf(account);
  // A key that is refused although another was answered may only be too new.
  if (isTold) answering.add(name);
  else if (!answering.has(name)) refusing.add(name);
}

/** Whether a key of the account has told its id: then no list needs to be read before a mint. */
export function doKeysTellIds(account: Account): boolean {
  return answering.has(tokenNameOf(account));
}

/** Whether a key of the account was refused: then no other key is asked. */
export function doKeysNotTellIds(account: Account): boolean {
  return refusing.has(tokenNameOf(account));
}

/** `performance.now()` before the first mint, by place. */
const firstMints = new Map<string, number>();

/** When the first mint in the place began, or now where none has. */
export function firstMintIn(asker: Asker): number {
  const place = nameOfPlace(asker);
  const since = firstMints.get(place) ?? performance.now();
  firstMints.set(place, since);
  return since;
}
