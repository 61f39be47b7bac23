/** Resend's teams, each with its keys, and what each key may do. A token of a team is one of its keys. */
import type { Key } from "../keys";
import type { Details, Place, TokenOptions, World } from "../vendor";
import type { ResendSwitches } from "./switches";

const weekMs = 7 * 86_400_000;

export type Permission = "full_access" | "sending_access";

export class ResendState {
  readonly #world: World<ResendSwitches>;
  readonly #permissions = new WeakMap<Key, Permission>();

  constructor(world: World<ResendSwitches>) {
    this.#world = world;
  }

  /** A team is one place: no key belongs to a part of it. */
  place({ account = "acme", scope = "team" }: Partial<Place> = {}): Place {
    return { account, scope };
  }

  keysOf(account: string): (key: Key) => boolean {
    return (key) => key.vendor === this.#world.vendor && key.account === account && this.#world.keys.isLive(key);
  }

  mayManage(key: Key): boolean {
    return this.#permissions.get(key) !== "sending_access";
  }

  mint(place: Place, details: Details, by: string, permission: Permission = "full_access"): Key {
    const { keys, source, vendor } = this.#world;
    const name = "minted by someone else";
    const key = keys.add({ vendor, ...place, id: source.uuid(), name, ...details, mintedBy: by }, this.#value());
    this.#permissions.set(key, permission);
    return key;
  }

  issue({ name = "admin", account, kind = "full_access", expiresInMs }: TokenOptions): string {
    const { clock, keys, vendor, callers, source } = this.#world;
    const place = this.place(account === undefined ? {} : { account });
    const expiresAt = expiresInMs === undefined ? null : clock.now() + expiresInMs;
    const value = this.#value();
    // Lists show a token too, so that a client can meet the very key that it authenticates with.
    const own = { vendor, ...place, id: source.uuid(), name, mintedBy: name, isPersonal: true, expiresAt };
    // A token is as a rule much older than the keys that it mints.
    const key = clock.skewed(-weekMs, () => keys.add(own, value));
    this.#permissions.set(key, kind === "sending_access" ? kind : "full_access");
    callers.add(value, { vendor, name, account: place.account, kind, key }, expiresAt);
    return value;
  }

  #value(): string {
    return this.#world.source.secret("re_", 33);
  }
}
