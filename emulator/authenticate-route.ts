/**
 * Tells whether a key is live now, as a service that is handed the key would find out: `GET {base URL}/emulator/authenticate` with the
 * key as the bearer. Every vendor has this route here. It is the emulator's own and no part of a vendor's API.
 */
import type { KeyRegister } from "./keys";
import { json } from "./reply";
import type { Route } from "./router";

export function authenticateRoute(vendor: string, keys: KeyRegister): Route {
  return {
    name: "GET /emulator/authenticate",
    isUnlimited: true,
    handle({ bearer }) {
      const key = bearer === undefined ? undefined : keys.use(bearer);
      if (key === undefined || key.vendor !== vendor) return json(401, { valid: false });
      return json(200, { valid: true, key_id: key.id, account: key.account, scope: key.scope });
    },
  };
}
