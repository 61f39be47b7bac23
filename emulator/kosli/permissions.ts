/**
 * Who may do what at Kosli. Admins, members and snapshotters make service accounts. An account and its keys are managed by every admin,
 * and by whoever made the account. A reader may do none of this. Each check throws the refusal.
 */
import type { Asked } from "../asked";
import type { Caller } from "../callers";
import { Refused } from "../reply";
import { kosliError, messages } from "./errors";
import { type KosliState, type Privilege, privileges, type ServiceAccount } from "./state";

export class Permissions {
  readonly #state: KosliState;

  constructor(state: KosliState) {
    this.#state = state;
  }

  /** Whoever belongs to the organization. */
  requireInsider({ caller, params }: Asked): Caller {
    if (caller === undefined) throw new Refused(kosliError(401, messages.unauthenticated));
    if (caller.account !== params.org) throw forbidden();
    return caller;
  }

  /** Whoever may make service accounts. */
  requireMaker(asked: Asked): Caller {
    const caller = this.requireInsider(asked);
    if (this.#privilegeOf(caller) === "reader") throw forbidden();
    return caller;
  }

  requireManager(asked: Asked): { caller: Caller; account: ServiceAccount } {
    const caller = this.requireMaker(asked);
    const account = this.#state.find(caller.account, asked.params.name ?? "");
    if (account === undefined) throw new Refused(kosliError(404, messages.noAccount));
    const isManager = this.#privilegeOf(caller) === "admin" || account.creatingUserId === userIdOf(caller);
    if (!isManager) throw forbidden();
    return { caller, account };
  }

  refuseAbove(caller: Caller, wanted: Privilege): void {
    if (privileges.indexOf(wanted) < privileges.indexOf(this.#privilegeOf(caller))) throw forbidden();
  }

  /** A service account's key may do what its account may. */
  #privilegeOf({ kind, key }: Caller): Privilege {
    const own = key === null ? kind : this.#state.find(key.account, key.scope)?.privilege;
    return privileges.find((privilege) => privilege === own) ?? "reader";
  }
}

/** Kosli's id of a person, or of the service account whose key asks. */
export function userIdOf({ name, key }: Caller): string {
  return key === null ? `user-${name}` : `service-account-${key.scope}`;
}

function forbidden(): Refused {
  return new Refused(kosliError(403, messages.forbidden));
}
