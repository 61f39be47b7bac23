/** Kosli's calls for the service accounts themselves. Deleting one kills its keys. */
import { type Asked, fieldOf } from "../asked";
import type { Credential } from "../credentials";
import { json, Refused, type Reply } from "../reply";
import type { Route } from "../router";
import { kosliError, kosliInvalid, messages, refuseBodyThatIsNoObject } from "./errors";
import { accountRow } from "./rows";
import { type KosliState, privileges, type ServiceAccount } from "./state";

export function accountRoutes(state: KosliState, requireAdmin: (asked: Asked) => Credential): Route[] {
  return [
    { name: "POST /service-accounts/:org", handle: create },
    {
      name: "GET /service-accounts/:org/:name",
      handle: (asked) => json(200, accountRow(requireAccount(asked).account)),
    },
    { name: "PATCH /service-accounts/:org/:name", handle: change },
    {
      name: "DELETE /service-accounts/:org/:name",
      handle: remove,
      catastrophe: "what a key's path collapses to; this kills the service account with all its keys",
    },
  ];

  function create(asked: Asked): Reply {
    const org = requireAdmin(asked).account;
    const name = fieldOf(asked.body, "name");
    if (typeof name !== "string" || !/^[a-zA-Z0-9-]{1,64}$/.test(name)) {
      throw new Refused(kosliInvalid({ name: "letters, digits and hyphens, at most 64, are required" }));
    }
    const { description = "", privilege } = changes(asked);
    if (privilege === undefined) throw new Refused(kosliInvalid({ privilege: `one of ${privileges.join(", ")}` }));
    if (state.find(org, name) !== undefined) throw new Refused(kosliError(409, "Service account already exists"));
    return json(201, accountRow(state.add(org, name, description, privilege)));
  }

  function change(asked: Asked): Reply {
    const { account } = requireAccount(asked);
    refuseBodyThatIsNoObject(asked);
    return json(200, accountRow(Object.assign(account, changes(asked))));
  }

  function remove(asked: Asked): Reply {
    const { caller, account } = requireAccount(asked);
    state.remove(account, caller.name);
    return json(200, "OK");
  }

  function changes({ body }: Asked): { description?: string; privilege?: string } {
    const description = fieldOf(body, "description");
    const privilege = fieldOf(body, "privilege");
    if (description !== undefined && typeof description !== "string") {
      throw new Refused(kosliInvalid({ description: "a string is required" }));
    }
    if (privilege !== undefined && (typeof privilege !== "string" || !privileges.includes(privilege))) {
      throw new Refused(kosliInvalid({ privilege: `one of ${privileges.join(", ")}` }));
    }
    return { ...(description !== undefined && { description }), ...(privilege !== undefined && { privilege }) };
  }

  function requireAccount(asked: Asked): { caller: Credential; account: ServiceAccount } {
    const caller = requireAdmin(asked);
    const account = state.find(caller.account, asked.params.name ?? "");
    if (account === undefined) throw new Refused(kosliError(404, messages.noAccount));
    return { caller, account };
  }
}
