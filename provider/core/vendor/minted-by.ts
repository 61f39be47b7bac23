/** Which account minted a key, as data and in words. */
import { createHash } from "node:crypto";
import { UserError } from "../values/user-error";
import { type NamedAccount, variableToSet } from "./variables";

export interface MintedBy {
  readonly url: string;
  readonly org?: string | undefined;
  /** The account's own id, where the API tells it. */
  readonly account?: string | undefined;
  /** A short name for the person behind the token that minted, or for that token. Set where nothing else may tell the account. */
  readonly principal?: string | undefined;
}

/** A short name for a text that identifies a person or a token: 64 bits of its hash, in hex. */
export function principalOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** An API, an organization and an account in words, as far as they are known. */
export function destinationInWords({ url, org, account }: Partial<MintedBy>): string {
  const parts = [org === undefined ? [] : `organization ${org}`, account === undefined ? [] : `account ${account}`];
  const within = parts.flat().join(", ");
  return within === "" ? `${url}` : `${url} (${within})`;
}

/** `found` is the id of the account that the token of this run belongs to. */
export function anotherAccount(account: NamedAccount, mintedBy: MintedBy, found: string): UserError {
  const minter = mintedBy.account === undefined ? "the account that minted the key" : `account ${mintedBy.account}`;
  return new UserError(
    `the key was minted by ${destinationInWords(mintedBy)}, but the token of this run belongs to account ${found}. ` +
      `Set ${variableToSet(account, account.definition.token)} to a token of ${minter}. The key stays in the state.`,
  );
}
