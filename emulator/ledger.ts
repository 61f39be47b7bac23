/**
 * What happened: every call, every key with its life, and every catastrophe. Its JSON must never hold a secret value; only `secrets()`
 * and `valueOf()` give them.
 */
import type { Key, KeyRegister } from "./keys";
import type { SecretSource } from "./secret-source";

export interface Call {
  vendor: string;
  method: string;
  /** As sent, without the query. */
  path: string;
  query: Record<string, string>;
  /** The route's name, or null when nothing matched. */
  route: string | null;
  /** Null when no status was sent. */
  status: number | null;
  /** Milliseconds since the epoch, by the emulator's clock. */
  at: number;
  /** Whether its handler ran and accepted it; false for a GET. */
  committed: boolean;
  /** Who called: the token's name or the key's id; null for nobody known. */
  who: string | null;
}

export interface KeyFilter {
  vendor?: string;
  account?: string;
  scope?: string;
  /** The instant at which to be live; now, if absent. */
  at?: number;
}

export class Ledger {
  readonly #keys: KeyRegister;
  readonly #source: SecretSource;
  #calls: Call[] = [];
  #catastrophes: string[] = [];

  constructor(keys: KeyRegister, source: SecretSource) {
    this.#keys = keys;
    this.#source = source;
  }

  record(call: Call): void {
    this.#calls.push(call);
  }

  recordCatastrophe(what: string): void {
    this.#catastrophes.push(what);
  }

  calls(filter: Partial<Omit<Call, "query">> = {}): Call[] {
    const wanted = Object.entries(filter);
    return this.#calls.filter((call) => wanted.every(([name, value]) => call[name as keyof Call] === value));
  }

  /** Every key, also personal ones and those that are no longer live, in the order in which they were made. */
  get keys(): Key[] {
    return this.#keys.all;
  }

  /** Every key that was minted, by a client or a stranger. */
  get mints(): Key[] {
    return this.keys.filter((key) => !key.isPersonal);
  }

  /** Every minted key that was revoked or deleted, or will be when its grace period ends. */
  get revokes(): Key[] {
    return this.mints.filter((key) => key.revokedAt !== null);
  }

  /** The minted keys that are live; a key whose expiry has passed is not. */
  liveKeys(filter: KeyFilter | string = {}): Key[] {
    const { at, ...wanted } =
      typeof filter === "string" ? { vendor: filter, at: undefined } : { at: undefined, ...filter };
    return this.mints.filter(
      (key) =>
        this.#keys.isLive(key, at) &&
        (at === undefined || key.createdAt <= at) &&
        Object.entries(wanted).every(([name, value]) => key[name as keyof Key] === value),
    );
  }

  /** Whether a service that is given this key value accepts it now. Asking counts as use of the key. */
  authenticates(value: string): boolean {
    return this.#keys.use(value) !== undefined;
  }

  valueOf(key: Key): string {
    return this.#keys.valueOf(key);
  }

  /** Every secret value ever issued, tokens and keys, for searching outputs for leaks. */
  secrets(): string[] {
    return this.#source.issued();
  }

  /** Calls that must never be made. `close()` fails while there is one. */
  get catastrophes(): string[] {
    return [...this.#catastrophes];
  }

  /** For the test that provokes one on purpose. */
  acknowledgeCatastrophe(): void {
    this.#catastrophes = [];
  }

  clear(): void {
    this.#calls = [];
  }

  toJSON() {
    const { keys, catastrophes } = this;
    const text = JSON.stringify({ calls: this.calls(), keys, liveKeys: this.liveKeys(), catastrophes });
    // A client may have put a secret into a path or a query.
    return JSON.parse(this.secrets().reduce((clear, secret) => clear.replaceAll(secret, "[secret]"), text));
  }
}
