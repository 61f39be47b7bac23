/**
 * Devin v2's calls for enterprise service keys (https://docs.devin.ai/api-reference/v2). At Devin, a DELETE without an id revokes every
 * key of the enterprise. It does so here too, and must never be made harmless.
 */
import { type Asked, fieldOf } from "../asked";
import type { Caller } from "../callers";
import type { Key } from "../keys";
import { json, Refused, type Reply } from "../reply";
import type { Route } from "../router";
import { bodyProblems, integerProblems, type Problem, textProblems } from "../validation";
import type { World } from "../vendor";
import type { DevinErrors } from "./errors";
import { ordered, person, row, withNulls } from "./rows";
import type { DevinState } from "./state";
import type { DevinSwitches } from "./switches";

export function devinRoutes(world: World<DevinSwitches>, state: DevinState, errors: DevinErrors): Route[] {
  const { keys, switches } = world;

  return [
    { name: "POST /v2/enterprise/api-keys", handle: create },
    { name: "GET /v2/enterprise/api-keys", handle: list },
    { name: "DELETE /v2/enterprise/api-keys/:id", handle: revoke },
    { name: "GET /v2/enterprise/self", handle: self },
    {
      name: "DELETE /v2/enterprise/api-keys",
      handle: revokeEverything,
      catastrophe: "without an id this revokes every key of the enterprise",
    },
  ];

  function create(asked: Asked): Reply {
    const admin = requireAdmin(asked);
    const problems = bodyProblems(asked);
    refuseInvalid(problems.length > 0 ? problems : textProblems(asked.body, "org_id", { minLength: 1 }));
    const orgId = fieldOf(asked.body, "org_id");
    if (!state.hasOrg(admin.account, orgId)) {
      throw new Refused(errors.of(switches.createUnknownOrg, "Organization not found"));
    }
    const key = state.mint({ account: admin.account, scope: orgId }, {}, admin.name);
    return json(200, { api_key: keys.valueOf(key), org_id: key.scope });
  }

  function list(asked: Asked): Reply {
    const admin = requireAdmin(asked);
    refuseInvalid([
      ...integerProblems(asked.query, "page", 1, Number.POSITIVE_INFINITY),
      ...integerProblems(asked.query, "per_page", 1, 100),
    ]);
    const page = Number(asked.query.get("page") ?? 1);
    const limit = Number(asked.query.get("per_page") ?? 25);
    const orgId = asked.query.get("org_id");
    const isOwn = state.keysOf(admin.account);
    const visible = keys.list((key) => isOwn(key) && (orgId === null || key.scope === orgId));
    const inOrder = ordered(visible, switches);
    const shown = (wanted: number) => inOrder.slice((wanted - 1) * limit, wanted * limit);
    // The rows of the page before once more; the first page repeats its own rows.
    const repeated = page > 1 ? shown(page - 1) : [...shown(1), ...shown(1)];
    const items = asked.listing === "page-repeated" ? repeated : shown(page);
    const hasMore = asked.listing === "endless" || page * limit < visible.length;
    return json(200, {
      items: asked.listing === "page-lost" ? [] : items.map((key) => row(key, keys.valueOf(key), switches)),
      total: visible.length,
      skip: (page - 1) * limit,
      limit,
      has_more: hasMore,
      next_cursor: hasMore ? page + 1 : null,
    });
  }

  function revoke(asked: Asked): Reply {
    const admin = requireAdmin(asked);
    const key = keys.find(world.vendor, asked.params.id ?? "");
    if (key === undefined || key.account !== admin.account) return revokedNothing(switches.revokeUnknown);
    if (!keys.isLive(key)) return revokedNothing(switches.revokeRevoked);
    keys.revoke(key, admin.name);
    return json(200, { status: "success" });
  }

  function revokedNothing(status: 404 | 422 | 200): Reply {
    if (status === 200) return json(200, { status: "success" });
    if (status === 404) return errors.of(404, "API key not found");
    return errors.invalid([{ loc: ["path", "api_key_id"], msg: "API key not found", type: "value_error" }]);
  }

  function revokeEverything(asked: Asked): Reply {
    const admin = requireAdmin(asked);
    for (const key of keys.all.filter(state.keysOf(admin.account))) keys.revoke(key, admin.name);
    return json(200, { status: "success" });
  }

  function self(asked: Asked): Reply {
    const { key } = requireCaller(asked);
    if (key === null) return errors.of(403, "This endpoint needs an API key");
    const status = key.isPersonal ? switches.selfAnswersAdminKeys : switches.selfAnswersServiceKeys;
    if (status === 404) return errors.of(404);
    if (status !== 200) return errors.of(status, "service API keys and organization-level keys are not accepted");
    return json(200, { api_key_id: key.id, ...withNulls({ org_id: key.scope, ...person(key, switches) }, switches) });
  }

  function requireAdmin(asked: Asked): Caller & { key: Key | null } {
    const caller = requireCaller(asked);
    if (caller.kind === "admin") return caller;
    throw new Refused(errors.of(403, "Only the personal API key of an enterprise admin may do this"));
  }

  function requireCaller({ caller, bearer }: Asked): Caller {
    if (caller !== undefined) return caller;
    throw new Refused(errors.of(401, bearer === undefined ? "Not authenticated" : "Invalid API key"));
  }

  function refuseInvalid(problems: Problem[]): void {
    if (problems.length > 0) throw new Refused(errors.invalid(problems));
  }
}
