/** Kosli's calls for the service accounts themselves. Deleting an account revokes its keys. */
import { type Asked, fieldOf } from "../asked";
import { json, Refused, type Reply } from "../reply";
import type { Route } from "../router";
import type { World } from "../vendor";
import { kosliError, kosliInvalid, messages, refuseBodyThatIsNoObject } from "./errors";
import { type Permissions, userIdOf } from "./permissions";
import { accountRow } from "./rows";
import { isPrivilege, type KosliState, privileges, type ServiceAccount } from "./state";
import type { KosliSwitches } from "./switches";

/** A path that means the account itself: it is written out, and nothing in it was resolved away, such as `..`. */
const writtenOut = /^\/api\/v2\/service-accounts\/[\w-]+\/[\w-]+$/;

export function accountRoutes(world: World<KosliSwitches>, state: KosliState, permissions: Permissions): Route[] {
  const { switches } = world;

  return [
    { name: "POST /service-accounts/:org", handle: create },
    { name: "GET /service-accounts/:org", handle: list },
    {
      name: "GET /service-accounts/:org/:name",
      handle: (asked) => json(200, accountRow(permissions.requireManager(asked).account)),
    },
    { name: "PATCH /service-accounts/:org/:name", handle: change },
    {
      name: "DELETE /service-accounts/:org/:name",
      handle: remove,
      catastrophe: "what a key's path collapses to; this kills the service account with all its keys",
      isMeant: (path) => switches.accountDeletion === "meant" && writtenOut.test(path),
    },
  ];

  function create(asked: Asked): Reply {
    const caller = permissions.requireMaker(asked);
    const refused = (errors: Record<string, string>) => new Refused(kosliInvalid(errors, switches.invalidCreate));
    const name = fieldOf(asked.body, "name");
    if (typeof name !== "string" || !/^[a-zA-Z0-9-]{1,64}$/.test(name)) {
      throw refused({ name: "letters, digits and hyphens, at most 64, are required" });
    }
    const { description = "", privilege } = changes(asked, refused);
    if (privilege === undefined) throw refused({ privilege: `one of ${privileges.join(", ")}` });
    permissions.refuseAbove(caller, privilege);
    if (state.find(caller.account, name) !== undefined) throw new Refused(kosliError(409, messages.taken));
    const creatingUserId = userIdOf(caller);
    return json(201, accountRow(state.add({ org: caller.account, name, description, privilege, creatingUserId })));
  }

  function list(asked: Asked): Reply {
    return json(200, state.accountsOf(permissions.requireMaker(asked).account).map(accountRow));
  }

  function change(asked: Asked): Reply {
    const { account } = permissions.requireManager(asked);
    refuseBodyThatIsNoObject(asked);
    return json(
      200,
      accountRow(
        Object.assign(
          account,
          changes(asked, (errors) => new Refused(kosliInvalid(errors))),
        ),
      ),
    );
  }

  function remove(asked: Asked): Reply {
    const { caller, account } = permissions.requireManager(asked);
    state.remove(account, caller.name);
    return json(200, "OK");
  }
}

/** What a request changes: a field that is not sent stays as it is, and a description of null becomes empty. */
function changes(
  { body }: Asked,
  refused: (errors: Record<string, string>) => Refused,
): Partial<Pick<ServiceAccount, "description" | "privilege">> {
  const description = fieldOf(body, "description");
  const privilege = fieldOf(body, "privilege");
  if (description !== undefined && description !== null && typeof description !== "string") {
    throw refused({ description: "a string is required" });
  }
  if (privilege !== undefined && !isPrivilege(privilege)) {
    throw refused({ privilege: `one of ${privileges.join(", ")}` });
  }
  return {
    ...(description !== undefined && { description: description ?? "" }),
    ...(privilege !== undefined && { privilege }),
  };
}
