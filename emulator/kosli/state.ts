/**
 * Kosli's organizations with their service accounts, and how their keys and tokens are made. Removing an account revokes its keys.
 */
import type { Key } from "../keys";
import type { Details, Place, TokenOptions, World } from "../vendor";
import type { KosliSwitches } from "./switches";

/** The greatest first. */
export const privileges = ["admin", "member", "snapshotter", "reader"] as const;

export type Privilege = (typeof privileges)[number];

export function isPrivilege(value: unknown): value is Privilege {
  return privileges.some((privilege) => privilege === value);
}

export interface ServiceAccount {
  org: string;
  name: string;
  description: string;
  privilege: Privilege;
  /** Who made it. */
  creatingUserId: string;
  createdAt: number;
}

const firstPlace: Place = { account: "acme", scope: "ci" };

export class KosliState {
  readonly #world: World<KosliSwitches>;
  #accounts: ServiceAccount[] = [];

  constructor(world: World<KosliSwitches>) {
    this.#world = world;
    this.reset();
  }

  reset(): void {
    this.#accounts = [];
    this.place();
  }

  find(org: string, name: string): ServiceAccount | undefined {
    return this.#accounts.find((account) => account.org === org && account.name === name);
  }

  place({ account = firstPlace.account, scope = firstPlace.scope }: Partial<Place> = {}): Place {
    if (this.find(account, scope) === undefined) {
      this.add({ org: account, name: scope, description: "", privilege: "member", creatingUserId: "user-owner" });
    }
    return { account, scope };
  }

  accountsOf(org: string): ServiceAccount[] {
    return this.#accounts.filter((account) => account.org === org);
  }

  add(made: Omit<ServiceAccount, "createdAt">): ServiceAccount {
    const account = { ...made, createdAt: this.#world.clock.now() };
    this.#accounts.push(account);
    return account;
  }

  remove(account: ServiceAccount, by: string): void {
    this.#accounts = this.#accounts.filter((other) => other !== account);
    const { keys } = this.#world;
    for (const key of keys.all.filter(this.activeKeysOf(account))) keys.revoke(key, by);
  }

  activeKeysOf({ org, name }: ServiceAccount): (key: Key) => boolean {
    const { vendor, keys } = this.#world;
    return (key) => key.vendor === vendor && key.account === org && key.scope === name && keys.isLive(key);
  }

  mint(place: Place, details: Details, by: string): Key {
    const { keys, source, vendor } = this.#world;
    return keys.add({ vendor, ...place, id: source.uuid(), ...details, mintedBy: by }, source.secret("", 43));
  }

  issue({ name = "admin", account, kind = "admin", expiresInMs }: TokenOptions): string {
    const { clock, source, vendor, callers } = this.#world;
    const place = this.place(account === undefined ? {} : { account });
    const value = source.secret("", 43);
    const expiresAt = expiresInMs === undefined ? null : clock.now() + expiresInMs;
    callers.add(value, { vendor, name, account: place.account, kind, key: null }, expiresAt);
    return value;
  }
}
