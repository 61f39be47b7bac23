/**
 * Devin's enterprises with their organizations, and how their keys and tokens are made. An enterprise sees only its own.
 */
import type { Key } from "../keys";
import type { Details, Place, TokenOptions, World } from "../vendor";
import type { DevinSwitches } from "./switches";

export class DevinState {
  readonly #world: World<DevinSwitches>;
  readonly #firstOrg: Place;
  #orgs: Place[] = [];

  constructor(world: World<DevinSwitches>) {
    this.#world = world;
    this.#firstOrg = { account: "acme", scope: this.#orgId() };
    this.reset();
  }

  reset(): void {
    this.#orgs = [this.#firstOrg];
  }

  place({ account = this.#firstOrg.account, scope }: Partial<Place> = {}): Place {
    const found = this.#orgs.find((org) => org.account === account && (scope === undefined || org.scope === scope));
    if (found !== undefined) return found;
    const made = { account, scope: scope ?? this.#orgId() };
    this.#orgs.push(made);
    return made;
  }

  hasOrg(account: string, orgId: unknown): orgId is string {
    return this.#orgs.some((org) => org.account === account && org.scope === orgId);
  }

  keysOf(account: string): (key: Key) => boolean {
    return (key) => key.vendor === this.#world.vendor && key.account === account && this.#world.keys.isLive(key);
  }

  mint(place: Place, details: Details, by: string): Key {
    const { keys, source, vendor, switches } = this.#world;
    const key = keys.add({ vendor, ...place, id: this.#keyId(), ...details, mintedBy: by }, source.secret("apk_", 64));
    if (switches.listLagMs > 0) keys.delayListing(key, { ms: switches.listLagMs });
    return key;
  }

  issue({ name = "admin", account, kind = "admin", expiresInMs }: TokenOptions): string {
    const { clock, keys, source, vendor, callers } = this.#world;
    const place = this.place(account === undefined ? {} : { account });
    const expiresAt = expiresInMs === undefined ? null : clock.now() + expiresInMs;
    // A service key is one of the enterprise's keys like any minted through the API.
    if (kind === "service") return keys.valueOf(this.mint(place, expiresAt === null ? {} : { expiresAt }, name));
    const value = source.secret(kind === "admin" ? "apk_user_" : "cog_", 64);
    // A personal key is listed among the enterprise's keys, so a client can meet the very key it authenticates with.
    const personal = { vendor, ...place, id: this.#keyId(), mintedBy: name, isPersonal: true, expiresAt };
    const key = kind === "admin" ? keys.add(personal, value) : null;
    callers.add(value, { vendor, name, account: place.account, kind, key }, expiresAt);
    return value;
  }

  #keyId(): string {
    const { source, switches } = this.#world;
    return `apk-${source.hex(switches.idDigits)}`;
  }

  #orgId(): string {
    return `org-${this.#world.source.hex(32)}`;
  }
}
