/**
 * Kosli's calls for the keys of service accounts (https://docs.kosli.com/api-reference). A value is shown by create and
 * rotate only; no other answer may hold one.
 */
import { type Asked, fieldOf, isObject } from "../asked";
import type { Caller } from "../callers";
import type { Key } from "../keys";
import { json, Refused, type Reply } from "../reply";
import type { Route } from "../router";
import type { World } from "../vendor";
import { accountRoutes } from "./account-routes";
import { kosliError, kosliInvalid, messages, noObject, refuseBodyThatIsNoObject } from "./errors";
import { toLogin, unknownPath } from "./older-servers";
import { Permissions } from "./permissions";
import { newRow, row } from "./rows";
import type { KosliState } from "./state";
import type { KosliSwitches } from "./switches";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const defaultGraceHours = 24;
/** The end of the year 9999, the last that Python knows. */
const latestSecond = 253_402_300_799;

export function kosliRoutes(world: World<KosliSwitches>, state: KosliState): Route[] {
  const { clock, keys, switches } = world;
  const permissions = new Permissions(state);
  const collection = "/service-accounts/:org/:name/api-keys";

  return [
    { name: `POST ${collection}`, handle: create },
    { name: `GET ${collection}`, handle: list },
    { name: `GET ${collection}/:id`, handle: get },
    { name: `POST ${collection}/:id/rotate`, handle: rotate },
    { name: `DELETE ${collection}/:id`, handle: revoke },
    { name: `DELETE ${collection}`, handle: () => kosliError(405), catastrophe: "an id is missing" },
    ...accountRoutes(world, state, permissions),
    { name: "GET /environments/:org", handle: environments },
  ];

  function create(asked: Asked): Reply {
    const { caller, account } = permissions.requireManager(asked);
    const refused = (errors: Record<string, string>) => new Refused(kosliInvalid(errors, switches.invalidCreate));
    if (!isObject(asked.body)) throw refused(noObject);
    const { description } = asked.body;
    if (typeof description !== "string" || description === "") {
      throw refused({ description: "a non-empty string is required" });
    }
    const expiresAt = requestedExpiry(asked, switches.invalidCreate);
    const place = { account: account.org, scope: account.name };
    const key = state.mint(place, { description, ...(expiresAt && { expiresAt }) }, caller.name);
    return json(201, newRow(key, keys.valueOf(key), switches));
  }

  function list(asked: Asked): Reply {
    const { account } = permissions.requireManager(asked);
    const rows = keys.list(state.activeKeysOf(account)).map((key) => row(key, switches));
    if (asked.listing === "page-lost") return json(200, []);
    return json(200, asked.listing === "page-repeated" ? [...rows, ...rows] : rows);
  }

  function get(asked: Asked): Reply {
    if (switches.singleGet === "login page") return toLogin(asked.path);
    if (switches.singleGet === "JSON 404") return unknownPath();
    return json(200, row(requireActive(asked).key, switches));
  }

  function rotate(asked: Asked): Reply {
    const { caller, key: previous } = requireActive(asked);
    refuseBodyThatIsNoObject(asked);
    const graceHours = fieldOf(asked.body, "grace_period_hours") ?? defaultGraceHours;
    if (typeof graceHours !== "number" || graceHours < 0) {
      throw new Refused(kosliInvalid({ grace_period_hours: "a number of hours is required" }));
    }
    const expiresAt = requestedExpiry(asked);
    const graceEnd = clock.now() + graceHours * hourMs;
    const details = {
      ...(previous.description !== null && { description: previous.description }),
      ...(expiresAt && { expiresAt }),
    };
    // `previous` itself must not be the place: the new key would get its expiry.
    const key = state.mint({ account: previous.account, scope: previous.scope }, details, caller.name);
    // The server revokes the previous key by itself when the grace period ends.
    if (previous.revokedAt === null || previous.revokedAt > graceEnd)
      keys.revoke(previous, `${caller.name}, by rotating`, graceEnd);
    return json(201, { ...newRow(key, keys.valueOf(key), switches), grace_period_expires_at: graceEnd / 1000 });
  }

  function revoke(asked: Asked): Reply {
    const { caller, key } = requireKey(asked);
    if (!keys.isLive(key) && switches.revokeRevoked === 404) throw new Refused(kosliError(404, messages.noKey));
    keys.revoke(key, caller.name);
    return json(200, "revoked");
  }

  /** The vendor's tutorial makes this call to see whether a key works. There are no environments here. */
  function environments(asked: Asked): Reply {
    permissions.requireInsider(asked);
    return json(200, []);
  }

  /** Milliseconds, or undefined for never. */
  function requestedExpiry({ body }: Asked, invalid: 400 | 422 = 400): number | undefined {
    const seconds = fieldOf(body, "expires_at") ?? 0;
    const latest = switches.longestLife === "unbounded" ? undefined : clock.now() + 365 * dayMs;
    if (seconds === 0) return latest;
    if (!Number.isInteger(seconds) || typeof seconds !== "number" || seconds > latestSecond) {
      throw new Refused(kosliInvalid({ expires_at: "a whole number of seconds is required" }, invalid));
    }
    if (seconds * 1000 <= clock.now()) throw new Refused(kosliError(400, messages.expired));
    return Math.min(seconds * 1000, latest ?? Number.POSITIVE_INFINITY);
  }

  function requireActive(asked: Asked): { caller: Caller; key: Key } {
    const found = requireKey(asked);
    if (keys.isLive(found.key)) return found;
    throw new Refused(kosliError(404, messages.noKey));
  }

  function requireKey(asked: Asked): { caller: Caller; key: Key } {
    const { caller, account } = permissions.requireManager(asked);
    const key = keys.find(world.vendor, asked.params.id ?? "");
    if (key?.account === account.org && key.scope === account.name) return { caller, key };
    throw new Refused(kosliError(404, messages.noKey));
  }
}
