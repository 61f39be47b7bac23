/**
 * The one gate through which all calls to an account pass, in the order in which they came.
 *
 * A 429 slows all of them, and the request that it refused is made again: nothing has happened at the vendor. After anything
 * else the gate must never make a request again.
 */
import { limits } from "../../values/limits";
import { sayOfAccount } from "../../values/say";
import { valueHash } from "../../values/secret";
import type { Account } from "../account";
import { Pace, type Pass } from "./pace";
import { retryAfterMs } from "./retry";

/** As much of an answer as the gate looks at. */
interface Answered {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Waiting {
  readonly ticket: number;
  readonly letThrough: (pass: Pass) => void;
}

export class Gate {
  readonly #pace: Pace;
  readonly #onSlowdown: () => void;
  #tickets = 0;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `onSlowdown` is told of each request that waits because of a 429. `leastMs` passes between two requests. */
  constructor(onSlowdown: () => void, leastMs = 0) {
    this.#pace = new Pace(leastMs);
    this.#onSlowdown = onSlowdown;
  }

  /**
   * Makes a request in its turn. While the answer is 429, it makes the request again until the call's wait is used up. Returns the last
   * answer, or nothing where the request had no turn.
   */
  async through<T extends Answered>(request: () => Promise<T>): Promise<T | undefined> {
    const ticket = this.#tickets++;
    let leftMs: number = limits.gateMs;
    let response: T | undefined;
    for (let count = 1; ; count++) {
      const from = performance.now();
      const pass = await this.#turn(ticket, leftMs);
      if (!pass) return response;
      leftMs -= performance.now() - from;
      response = await this.#make(request, pass);
      const askedMs = retryAfterMs(response.headers["retry-after"]);
      const isTooLong = askedMs !== undefined && askedMs >= leftMs;
      if (response.statusCode !== 429) this.#pace.answered(pass, performance.now());
      // A `Retry-After` that is too long ends this call, and slows no other: each finds out for itself.
      else this.#pace.refused(pass, performance.now(), isTooLong ? undefined : askedMs);
      if (response.statusCode !== 429 || isTooLong || count >= limits.refusals) {
        this.#letThrough();
        return response;
      }
      this.#onSlowdown();
    }
  }

  async #make<T>(request: () => Promise<T>, pass: Pass): Promise<T> {
    try {
      return await request();
    } catch (error) {
      this.#pace.unanswered(pass);
      this.#letThrough();
      throw error;
    }
  }

  /** Waits until the request with this ticket may start, at most `mostMs`. */
  #turn(ticket: number, mostMs: number): Promise<Pass | undefined> {
    return new Promise((resolve) => {
      const giveUp = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        resolve(undefined);
      }, mostMs);
      const letThrough = (pass: Pass) => {
        clearTimeout(giveUp);
        resolve(pass);
      };
      const waiting: Waiting = { ticket, letThrough };
      this.#waiting = [...this.#waiting, waiting].toSorted((a, b) => a.ticket - b.ticket);
      this.#letThrough();
    });
  }

  /** Lets through the requests that may start by now, and comes back when the next one may. */
  #letThrough(): void {
    clearTimeout(this.#timer);
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const now = performance.now();
      const waitMs = this.#pace.nextStart() - now;
      if (waitMs > 0) {
        if (Number.isFinite(waitMs)) this.#timer = setTimeout(() => this.#letThrough(), Math.ceil(waitMs));
        return;
      }
      this.#waiting.shift();
      first.letThrough(this.#pace.start(now));
    }
  }
}

const gates = new Map<string, Gate>();

/** The gate of an account's base URL and token, the same for the whole run. */
export function gateOf(account: Account): Gate {
  const key = `${account.url} ${valueHash(account.token)}`;
  const gate = gates.get(key) ?? new Gate(sayingOnce(account), leastMsOf(account));
  gates.set(key, gate);
  return gate;
}

function leastMsOf({ definition: { requestsASecond } }: Account): number {
  return requestsASecond === undefined ? 0 : limits.secondMs / requestsASecond;
}

function sayingOnce(account: Account): () => void {
  let isSaid = false;
  return () => {
    if (isSaid) return;
    isSaid = true;
    const { title } = account.definition;
    sayOfAccount(
      account,
      `${title} takes fewer requests than this run sends (HTTP 429): the run goes on as fast as ${title} lets it`,
    );
  };
}
