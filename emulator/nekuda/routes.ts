/**
 * nekuda's calls for key pairs (https://docs.nekuda.ai). The private key is shown by create only; a revoked key stays in the
 * list until it is deleted.
 */
import { type Asked, fieldOf } from "../asked";
import type { Caller } from "../callers";
import type { Key } from "../keys";
import { empty, json, Refused, type Reply } from "../reply";
import type { Route } from "../router";
import { bodyProblems, textProblems } from "../validation";
import type { World } from "../vendor";
import type { NekudaErrors } from "./errors";
import { revokedRow, row } from "./rows";
import type { NekudaState } from "./state";
import type { NekudaSwitches } from "./switches";

export function nekudaRoutes(world: World<NekudaSwitches>, state: NekudaState, errors: NekudaErrors): Route[] {
  const { keys, switches } = world;

  return [
    { name: "POST /api/v2/api-keys/", handle: create },
    { name: "GET /api/v2/api-keys/", handle: list },
    { name: "GET /api/v2/api-keys/:id", handle: get },
    { name: "PUT /api/v2/api-keys/:id/revoke", handle: revoke },
    { name: "DELETE /api/v2/api-keys/:id", handle: remove },
    {
      name: "DELETE /api/v2/api-keys/",
      handle: () => errors.of(405),
      catastrophe: "an id is missing",
    },
  ];

  function create(asked: Asked): Reply {
    const caller = requireCaller(asked);
    const bodyless = bodyProblems(asked);
    const problems = [
      ...textProblems(asked.body, "name", { minLength: 1, maxLength: 100 }),
      ...textProblems(asked.body, "description", { maxLength: 255, isOptional: true }),
    ];
    if (bodyless.length > 0) throw new Refused(errors.invalid(bodyless));
    if (problems.length > 0) throw new Refused(errors.invalid(problems));
    const name = String(fieldOf(asked.body, "name"));
    const description = fieldOf(asked.body, "description");
    const details = { name, ...(typeof description === "string" && { description }) };
    const key = state.mint(state.place({ account: caller.account }), details, caller.name);
    const value = keys.valueOf(key);
    return json(switches.createStatus, { ...row(key, value, switches), private_key: value });
  }

  function list(asked: Asked): Reply {
    const caller = requireCaller(asked);
    const rows = keys.list((key) => isOf(caller, key)).map((key) => row(key, keys.valueOf(key), switches));
    if (asked.listing === "page-lost") return json(200, []);
    return json(200, asked.listing === "page-repeated" ? [...rows, ...rows] : rows);
  }

  function get(asked: Asked): Reply {
    const { key } = requireKey(asked);
    return json(200, row(key, keys.valueOf(key), switches));
  }

  function revoke(asked: Asked): Reply {
    const { caller, key } = requireKey(asked);
    if (key.revokedAt !== null && switches.revokeRevoked !== 200) {
      return errors.of(switches.revokeRevoked, "API key is already revoked");
    }
    keys.revoke(key, caller.name);
    return json(200, revokedRow(key, switches));
  }

  function remove(asked: Asked): Reply {
    const { caller, key } = requireKey(asked);
    if (key.revokedAt === null && switches.deleteLive !== "allowed") {
      return errors.of(switches.deleteLive, "API key must be revoked before it is deleted");
    }
    keys.remove(key, caller.name);
    if (switches.deleteStatus === 200) return json(200, { id: key.id, deleted: true });
    return empty(switches.deleteStatus === "200 empty" ? 200 : switches.deleteStatus);
  }

  function requireKey(asked: Asked): { caller: Caller; key: Key } {
    const caller = requireCaller(asked);
    const key = keys.find(world.vendor, asked.params.id ?? "");
    if (key !== undefined && isOf(caller, key)) return { caller, key };
    throw new Refused(errors.of(404, "API key not found"));
  }

  function isOf(caller: Caller, key: Key): boolean {
    return key.vendor === world.vendor && key.account === caller.account && key.deletedAt === null;
  }

  function requireCaller({ caller, bearer }: Asked): Caller {
    // A minted private key is no JWT: it opens nekuda's payment API, not this one.
    if (caller !== undefined && caller.kind !== "key") return caller;
    throw new Refused(errors.of(401, bearer === undefined ? "Not authenticated" : "Invalid or expired token"));
  }
}
