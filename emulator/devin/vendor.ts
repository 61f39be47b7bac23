/** Devin v2 as the emulator knows it: the enterprise's service keys. */
import { fieldOf } from "../asked";
import type { Vendor } from "../vendor";
import { DevinErrors } from "./errors";
import { devinRoutes } from "./routes";
import { DevinState } from "./state";
import { choices } from "./switches";

export const devin: Vendor<typeof choices> = {
  basePath: "",
  choices,
  tokenKinds: ["admin", "cog", "service"],
  start(world) {
    const errors = new DevinErrors(world.switches);
    const state = new DevinState(world);
    return {
      routes: devinRoutes(world, state, errors),
      slash: () => "ignored",
      error: (status) => errors.of(status),
      headers: () => ({}),
      place: (wanted) => state.place(wanted),
      placeOf({ caller, body, query }) {
        const place = state.place(caller && { account: caller.account });
        const orgId = fieldOf(body, "org_id") ?? query.get("org_id");
        return state.hasOrg(place.account, orgId) ? { ...place, scope: orgId } : place;
      },
      mint: (place, details, by) => state.mint(place, details, by),
      issue: (options) => state.issue(options),
      reset: () => state.reset(),
    };
  },
  environment: (url, token, place) => ({
    DEVIN_ENTERPRISE_API_KEY: token,
    DEVIN_API_URL: url,
    DEVIN_ORG_ID: place.scope,
  }),
};
