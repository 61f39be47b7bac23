/**
 * Whether this machine's clock can be trusted: it is compared with the `Date` of the vendor's own answers.
 *
 * While the two clocks disagree, no key may be minted or revoked because of the time. A clock that runs ahead would retire
 * keys that consumers still use.
 */
import { epochMilliseconds, type Instant, span } from "../values/instant";
import { UserError } from "../values/user-error";
import type { Account } from "./account";
import { RequestRefused } from "./call-failures";
import { type Asker, readList } from "./key-lists";

/** How far this machine's clock and a vendor's may be apart. */
const toleratedMs = 5 * 60_000;

/** Milliseconds that this machine's clock was ahead at the vendor's last answer, by base URL. */
const ahead = new Map<string, number>();

export function noteClock({ url }: Pick<Account, "url">, date: Instant | undefined): void {
  if (date !== undefined) ahead.set(url, Date.now() - epochMilliseconds(date));
}

/** Milliseconds that have certainly passed since `at`, by this machine's clock and by the vendor's. 0 where the vendor has told no date. */
export function certainlySince({ url }: Pick<Account, "url">, at: Instant): number {
  const aheadMs = ahead.get(url);
  if (aheadMs === undefined) return 0;
  return Math.max(0, Date.now() - Math.max(0, aheadMs) - epochMilliseconds(at) - toleratedMs);
}

/** Fails when the two clocks disagree. It passes where the vendor tells no date: then there is nothing to compare with. */
export async function requireRightClock(asker: Asker): Promise<void> {
  const { url, definition } = asker.account;
  if (!ahead.has(url)) await readList(asker, performance.now()).catch(ignoreForbidden);
  const aheadMs = ahead.get(url) ?? 0;
  if (Math.abs(aheadMs) <= toleratedMs) return;
  throw new UserError(
    `this machine's clock is ${span(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"} ${definition.title}'s. ` +
      "Rotations follow this machine's clock. Set that clock right, then run again. No key was minted.",
  );
}

function ignoreForbidden(error: unknown): void {
  if (!(error instanceof RequestRefused && error.status === 403)) throw error;
}
