/**
 * How many requests a vendor takes from one account in a second. It counts in real time, since clients wait in real time: the
 * emulator's clock, moved or frozen, must change nothing here. A request that is refused uses nothing up.
 */
import type { commonChoices, SwitchesOf } from "./switches";

type Switches = Pick<SwitchesOf<typeof commonChoices>, "requestsASecond" | "rateLimit">;

interface Allowance {
  left: number;
  /** When `left` was counted, in real milliseconds. */
  atMs: number;
}

const secondMs = 1000;

export class RateLimit {
  readonly #nowMs: () => number;
  readonly #allowances = new Map<string, Allowance>();

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Counts a request of the account and returns 0, or refuses it and returns the milliseconds until there is room for one. */
  waitMs(account: string, { requestsASecond: most, rateLimit }: Switches): number {
    if (most === null) return 0;
    const nowMs = this.#nowMs();
    const before = this.#allowances.get(account) ?? { left: most, atMs: nowMs };
    const isNewWindow = Math.floor(nowMs / secondMs) > Math.floor(before.atMs / secondMs);
    const regained = rateLimit === "steady" ? ((nowMs - before.atMs) * most) / secondMs : isNewWindow ? most : 0;
    const left = Math.min(most, before.left + regained);
    this.#allowances.set(account, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
    if (left >= 1) return 0;
    return rateLimit === "steady" ? ((1 - left) * secondMs) / most : secondMs - (nowMs % secondMs);
  }

  clear(): void {
    this.#allowances.clear();
  }
}
