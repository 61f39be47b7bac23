/** nekuda as the emulator knows it: an organization's key pairs. */
import type { SlashPolicy } from "../router";
import type { Vendor } from "../vendor";
import { NekudaErrors } from "./errors";
import { nekudaRoutes } from "./routes";
import { NekudaState } from "./state";
import { choices } from "./switches";

const slashPolicies = { 307: "redirected", 404: "strict", accepted: "ignored" } as const satisfies Record<
  string,
  SlashPolicy
>;

export const nekuda: Vendor<typeof choices> = {
  basePath: "",
  choices,
  tokenKinds: ["jwt"],
  start(world) {
    const errors = new NekudaErrors(world.switches);
    const state = new NekudaState(world);
    return {
      routes: nekudaRoutes(world, state, errors),
      slash: () => slashPolicies[world.switches.slashless],
      error: (status) => errors.of(status),
      headers: () => ({}),
      place: (wanted) => state.place(wanted),
      placeOf: ({ caller }) => state.place(caller && { account: caller.account }),
      mint: (place, details, by) => state.mint(place, { name: "minted by someone else", ...details }, by),
      issue: (options) => state.issue(options),
      reset: () => state.reset(),
    };
  },
  environment: (url, token) => ({ NEKUDA_TOKEN: token, NEKUDA_BASE_URL: url }),
};
