/**
 * Who may call: the tokens handed out to clients, and the minted keys, with which one can call too. It tells callers by their names; a
 * token's value must never leave it.
 */
import type { Clock } from "./clock";
import type { Key, KeyRegister } from "./keys";

export interface Caller {
  readonly vendor: string;
  readonly name: string;
  readonly account: string;
  /** The kind of token in the vendor's own word (`admin`, `cog`, `reader`, `jwt`); `key` for a minted key. */
  readonly kind: string;
  /** The key behind it, where the vendor counts the caller's token among its keys. */
  readonly key: Key | null;
  expiresAt: number | null;
  revokedAt: number | null;
}

export class CallerRegister {
  readonly #clock: Clock;
  readonly #keys: KeyRegister;
  readonly #tokens = new Map<string, Caller>();
  #saved: [string, Caller, Caller][] = [];

  constructor(clock: Clock, keys: KeyRegister) {
    this.#clock = clock;
    this.#keys = keys;
  }

  add(value: string, token: Omit<Caller, "expiresAt" | "revokedAt">, expiresAt: number | null = null): void {
    this.#tokens.set(value, { ...token, expiresAt, revokedAt: null });
  }

  /** A token by its value, valid or not. */
  find(value: string): Caller | undefined {
    return this.#tokens.get(value);
  }

  /** The account of the token or key with this value, valid or not. Asking does not count as use of the key. */
  accountOf(value: string): string | undefined {
    return (this.#tokens.get(value) ?? this.#keys.findByValue(value))?.account;
  }

  isValid(token: Caller): boolean {
    const now = this.#clock.now();
    const isOver = (end: number | null) => end !== null && end <= now;
    return !isOver(token.revokedAt) && !isOver(token.expiresAt) && (token.key === null || this.#keys.isLive(token.key));
  }

  /** Who calls with this value, if it is valid at this vendor now. */
  identify(vendor: string, value: string): Caller | undefined {
    const token = this.#tokens.get(value);
    if (token !== undefined && (token.vendor !== vendor || !this.isValid(token))) return undefined;
    // A call counts as use of the key, also where the key is a token.
    const key = this.#keys.use(value);
    if (token !== undefined) return token;
    if (key === undefined || key.vendor !== vendor) return undefined;
    return { vendor, name: key.id, account: key.account, kind: "key", key, expiresAt: null, revokedAt: null };
  }

  save(): void {
    this.#saved = [...this.#tokens].map(([value, token]) => [value, token, { ...token }]);
  }

  restore(): void {
    this.#tokens.clear();
    for (const [value, token, copy] of this.#saved) this.#tokens.set(value, Object.assign(token, copy));
  }
}
