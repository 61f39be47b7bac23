/** What a person can do about a request that the vendor refused. No word of the answer may be repeated here. */
import type { AccountDefinition } from "./account-definition";
import type { RequestRefused } from "./call-failures";

/** The statuses of most vendors. */
export const usualRefusals: NonNullable<AccountDefinition["refusals"]> = { invalid: 401, notAllowed: 403 };

/** Who asked, and where. */
export interface Refused {
  readonly title: string;
  readonly refusals: AccountDefinition["refusals"];
  /** The variable or config key that the token came from, where it is known. */
  readonly tokenSource: string | undefined;
  /** True where the run sees the config of the last up: then only the environment is sure to help. */
  readonly isOfLastUp: boolean;
  /** The place that the request led to, in words, as far as it is known. */
  readonly place: string | undefined;
  readonly url: string | undefined;
}

/** A sentence without its full stop; nothing where no advice is known. */
export function adviceOn(
  { status }: RequestRefused,
  { title, refusals = usualRefusals, tokenSource, isOfLastUp, place, url }: Refused,
): string | undefined {
  const token = tokenSource === undefined ? "the token" : `the token of ${tokenSource}`;
  switch (status) {
    case refusals.invalid:
      return `${title} does not accept ${token}: set a valid one${isOfLastUp ? " in the environment" : ""}`;
    case refusals.notAllowed:
      return `${title} does not let ${token} manage keys. Set a token that may`;
    case 404:
      return `Make sure that ${place === undefined ? `${url} is the API's URL` : `${place} exists`}, and that the token may see it`;
    case 429:
      return `${title} takes no more requests for now: run again later`;
    default:
      return undefined;
  }
}
