/**
 * nekuda's accounts, each with one organization, and how their key pairs and JWTs are made.
 */
import type { Key } from "../keys";
import type { SecretSource } from "../secret-source";
import type { Details, Place, TokenOptions, World } from "../vendor";
import type { NekudaSwitches } from "./switches";

const dayMs = 86_400_000;

export class NekudaState {
  readonly #world: World<NekudaSwitches>;
  readonly #firstOrg: Place;
  #orgs: Place[] = [];

  constructor(world: World<NekudaSwitches>) {
    this.#world = world;
    this.#firstOrg = { account: "acme", scope: world.source.uuid() };
    this.reset();
  }

  reset(): void {
    this.#orgs = [this.#firstOrg];
  }

  place({ account = this.#firstOrg.account, scope }: Partial<Place> = {}): Place {
    const found = this.#orgs.find((org) => org.account === account);
    if (found !== undefined) return found;
    const made = { account, scope: scope ?? this.#world.source.uuid() };
    this.#orgs.push(made);
    return made;
  }

  mint(place: Place, details: Details, by: string): Key {
    const { keys, source, vendor, switches } = this.#world;
    const environment = switches.environment === "live" ? "live" : "test";
    const publicKey = `pk_${environment}_${source.hex(48)}`;
    const key = { vendor, ...place, id: source.uuid(), ...details, publicKey, mintedBy: by };
    return keys.add(key, source.secret(`sk_${environment}_`, 48));
  }

  issue({ name = "admin", account, kind = "jwt", expiresInMs = dayMs }: TokenOptions): string {
    const { clock, source, vendor, callers } = this.#world;
    const place = this.place(account === undefined ? {} : { account });
    // A JWT counts in whole seconds.
    const issuedAt = Math.floor(clock.now() / 1000);
    const expiresAt = Math.floor((clock.now() + expiresInMs) / 1000);
    const value = jwt(source, { sub: `auth0|${name}`, org_id: place.scope, iat: issuedAt, exp: expiresAt });
    callers.add(value, { vendor, name, account: place.account, kind, key: null }, expiresAt * 1000);
    return value;
  }
}

/** A JWT that looks signed, as the real one is. The emulator finds a token by its whole value and checks no signature. */
function jwt(source: SecretSource, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const issuer = { iss: "https://nekuda.us.auth0.com/", aud: "https://api.nekuda.ai" };
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part({ ...issuer, ...claims })}`;
  return source.remember(`${signed}.${source.random(86)}`);
}
