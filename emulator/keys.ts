/**
 * Every key of every vendor, with its life. Values are held apart, in private: a printed key must never show one. Instants are
 * milliseconds since the epoch. A key whose `revokedAt` lies in the future is in the grace period that its vendor gives.
 */
import type { Clock } from "./clock";

export interface Key {
  readonly vendor: string;
  /** Who can see it: the Devin enterprise, the Kosli organization, the nekuda account, the Resend team. */
  readonly account: string;
  /** Where it belongs within the account: the Devin org id, the Kosli service account, the nekuda org id, at Resend always `team`. */
  readonly scope: string;
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly publicKey: string | null;
  /** A person's own key: lists show it beside the minted ones, and nobody minted it through the API. */
  readonly isPersonal: boolean;
  /** The token's name, or `stranger`. */
  readonly mintedBy: string;
  readonly createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  revokedBy: string | null;
  deletedAt: number | null;
  lastUsedAt: number | null;
  /** When a list last left the key out because it lags. */
  unlistedAt: number | null;
}

export type NewKey = Pick<Key, "vendor" | "account" | "scope" | "id" | "mintedBy"> &
  Partial<Pick<Key, "name" | "description" | "publicKey" | "isPersonal" | "expiresAt">>;

/** How long a new key is missing from lists: for so many list calls, or for so long; with both, until both are over. */
export interface Lag {
  lists?: number;
  ms?: number;
}

export class KeyRegister {
  readonly #clock: Clock;
  readonly #values = new Map<Key, string>();
  readonly #lags = new Map<Key, { lists: number; until: number }>();
  #saved: { key: Key; copy: Key; value: string }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In the order in which they were made. */
  get all(): Key[] {
    return [...this.#values.keys()];
  }

  add(key: NewKey, value: string): Key {
    const added: Key = {
      vendor: key.vendor,
      account: key.account,
      scope: key.scope,
      id: key.id,
      name: key.name ?? null,
      description: key.description ?? null,
      publicKey: key.publicKey ?? null,
      isPersonal: key.isPersonal ?? false,
      mintedBy: key.mintedBy,
      createdAt: this.#clock.stamp(),
      expiresAt: key.expiresAt ?? null,
      revokedAt: null,
      revokedBy: null,
      deletedAt: null,
      lastUsedAt: null,
      unlistedAt: null,
    };
    this.#values.set(added, value);
    return added;
  }

  find(vendor: string, id: string): Key | undefined {
    return this.all.find((key) => key.vendor === vendor && key.id === id);
  }

  valueOf(key: Key): string {
    return this.#values.get(key) ?? "";
  }

  isLive(key: Key, at = this.#clock.now()): boolean {
    const isOver = (end: number | null) => end !== null && end <= at;
    return !isOver(key.revokedAt) && !isOver(key.expiresAt);
  }

  /** The keys that a list call shows, of those that match. A key that still lags is left out, and has one call less to wait. */
  list(matches: (key: Key) => boolean): Key[] {
    return this.all.filter(matches).filter((key) => {
      const lag = this.#lags.get(key);
      if (lag === undefined || (lag.lists === 0 && this.#clock.now() >= lag.until)) return true;
      lag.lists = Math.max(0, lag.lists - 1);
      key.unlistedAt = this.#clock.now();
      return false;
    });
  }

  delayListing(key: Key, { lists = 0, ms = 0 }: Lag): void {
    this.#lags.set(key, { lists, until: this.#clock.now() + ms });
  }

  revoke(key: Key, by: string, at = this.#clock.now()): void {
    if (key.revokedAt !== null && key.revokedAt <= at) return;
    key.revokedAt = at;
    key.revokedBy = by;
  }

  remove(key: Key, by: string): void {
    this.revoke(key, by);
    key.deletedAt = this.#clock.now();
  }

  findByValue(value: string): Key | undefined {
    return this.all.find((key) => this.#values.get(key) === value);
  }

  /** The live key with this value. Asking counts as use of the key. */
  use(value: string): Key | undefined {
    const key = this.findByValue(value);
    if (key === undefined || !this.isLive(key)) return undefined;
    key.lastUsedAt = this.#clock.now();
    return key;
  }

  /** Remembers this moment as the initial state. */
  save(): void {
    this.#saved = [...this.#values].map(([key, value]) => ({ key, copy: { ...key }, value }));
  }

  restore(): void {
    this.#values.clear();
    this.#lags.clear();
    for (const { key, copy, value } of this.#saved) this.#values.set(Object.assign(key, copy), value);
  }
}
