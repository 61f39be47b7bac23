/**
 * Resend's calls for keys (https://resend.com/docs/api-reference/api-keys). The value (`token`) is shown by create only. A key that was
 * deleted is in no list any more.
 */
import { type Asked, isObject } from "../asked";
import type { Caller } from "../callers";
import type { Key } from "../keys";
import { empty, json, Refused, type Reply } from "../reply";
import type { Route } from "../router";
import type { World } from "../vendor";
import { invalid, resendError, restricted } from "./errors";
import { row } from "./rows";
import type { ResendState } from "./state";
import type { ResendSwitches } from "./switches";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const mostOfPage = 100;
const usualPage = 20;

export function resendRoutes(world: World<ResendSwitches>, state: ResendState): Route[] {
  const { keys, switches } = world;

  return [
    { name: "POST /api-keys", handle: create },
    { name: "GET /api-keys", handle: list },
    { name: "DELETE /api-keys/:id", handle: revoke },
    { name: "DELETE /api-keys", handle: () => resendError(405), catastrophe: "an id is missing" },
  ];

  function create(asked: Asked): Reply {
    const caller = requireManager(asked);
    if (!isObject(asked.body)) throw invalid("The request body must be a JSON object.");
    const { name, permission = "full_access", domain_id: domainId } = asked.body;
    if (typeof name !== "string" || name === "") throw invalid("Missing `name` field.");
    if ([...name].length > 50) throw invalid("API key name must be at most 50 characters.");
    if (permission !== "full_access" && permission !== "sending_access") throw invalid("Invalid `permission` field.");
    if (domainId !== undefined && (typeof domainId !== "string" || !uuid.test(domainId))) {
      throw invalid("The `domain_id` must be a valid UUID.");
    }
    if (domainId !== undefined && permission !== "sending_access") {
      throw invalid("The `domain_id` is only allowed with `sending_access`.");
    }
    const key = state.mint(state.place({ account: caller.account }), { name }, caller.name, permission);
    return json(201, { id: key.id, token: keys.valueOf(key) });
  }

  function list(asked: Asked): Reply {
    const caller = requireManager(asked);
    const limit = limitOf(asked);
    const made = keys.list(state.keysOf(caller.account));
    const all = switches.listOrder === "newest" ? made.toReversed() : made;
    const after = asked.query.get("after");
    // A cursor stays where its key was, also after that key is deleted.
    const from = after === null ? 0 : positionAfter(all, after);
    const shown = all.slice(from, from + limit);
    const hasMore = asked.listing === "endless" || from + limit < all.length;
    const data = asked.listing === "page-lost" ? [] : shown.map((key) => row(key, switches));
    return json(200, {
      object: "list",
      has_more: hasMore,
      data: asked.listing === "page-repeated" ? [...data, ...data] : data,
    });
  }

  function revoke(asked: Asked): Reply {
    const caller = requireManager(asked);
    const key = keys.find(world.vendor, asked.params.id ?? "");
    const isOwn = key?.account === caller.account;
    if (!key || !isOwn || !keys.isLive(key)) {
      if (switches.revokeUnknown === 404) return resendError(404);
    } else keys.revoke(key, caller.name);
    return switches.revokeAnswer === "empty"
      ? empty(200)
      : json(200, { object: "api_key", id: asked.params.id, deleted: true });
  }

  function limitOf({ query }: Asked): number {
    const text = query.get("limit");
    if (text === null) return switches.listPages === "always" ? usualPage : Number.POSITIVE_INFINITY;
    const limit = Number(text);
    if (!Number.isInteger(limit) || limit < 1 || limit > mostOfPage)
      throw invalid("The `limit` must be from 1 to 100.");
    return limit;
  }

  function positionAfter(all: readonly Key[], id: string): number {
    const index = all.findIndex((key) => key.id === id);
    if (index >= 0) return index + 1;
    const gone = keys.find(world.vendor, id);
    if (!gone) throw invalid("The `after` cursor is invalid.");
    // Compared by position, not by instant: two keys may be of one millisecond.
    const made = keys.all;
    const at = made.indexOf(gone);
    const isBefore = (key: Key) => (switches.listOrder === "newest" ? made.indexOf(key) > at : made.indexOf(key) < at);
    return all.filter(isBefore).length;
  }

  function requireManager({ caller, bearer }: Asked): Caller {
    if (caller === undefined) throw new Refused(resendError(bearer === undefined ? 401 : 403));
    if (caller.key && !state.mayManage(caller.key)) throw restricted();
    return caller;
  }
}
