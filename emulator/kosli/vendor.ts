/** Kosli as the emulator knows it: service accounts and their keys. */
import type { Vendor } from "../vendor";
import { kosliError } from "./errors";
import { loginPage } from "./older-servers";
import { kosliRoutes } from "./routes";
import { KosliState, privileges } from "./state";
import { choices } from "./switches";

export const kosli: Vendor<typeof choices> = {
  basePath: "/api/v2",
  choices,
  tokenKinds: privileges,
  start(world) {
    const state = new KosliState(world);
    return {
      routes: kosliRoutes(world, state),
      pages: [loginPage],
      slash: () => "ignored",
      error: (status) => kosliError(status),
      headers: (): Record<string, string> =>
        world.switches.answersRequestId ? { "x-request-id": world.source.uuid() } : {},
      place: (wanted) => state.place(wanted),
      placeOf({ caller, params }) {
        const name = params.name ?? "";
        const isKnown = caller !== undefined && state.find(caller.account, name) !== undefined;
        return isKnown ? { account: caller.account, scope: name } : state.place();
      },
      mint: (place, details, by) => state.mint(place, { description: "minted by someone else", ...details }, by),
      issue: (options) => state.issue(options),
      reset: () => state.reset(),
    };
  },
  // Kosli's CLI finds its host by KOSLI_HOST, its Terraform provider by KOSLI_API_URL. Without its variable, each calls the real Kosli.
  environment: (url, token, place) => ({
    KOSLI_API_TOKEN: token,
    KOSLI_ORG: place.account,
    KOSLI_HOST: new URL(url).origin,
    KOSLI_API_URL: new URL(url).origin,
    KOSLI_SERVICE_ACCOUNT: place.scope,
  }),
};
