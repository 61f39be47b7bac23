/** Resend as the emulator knows it: a team's keys. */
import type { Vendor } from "../vendor";
import { resendError } from "./errors";
import { resendRoutes } from "./routes";
import { ResendState } from "./state";
import { choices } from "./switches";

export const resend: Vendor<typeof choices> = {
  basePath: "",
  choices,
  tokenKinds: ["full_access", "sending_access"],
  start(world) {
    const state = new ResendState(world);
    return {
      routes: resendRoutes(world, state),
      slash: () => "ignored",
      error: (status) => resendError(status),
      headers: () => ({}),
      place: (wanted) => state.place(wanted),
      placeOf: ({ caller }) => state.place(caller && { account: caller.account }),
      mint: (place, details, by) => state.mint(place, details, by),
      issue: (options) => state.issue(options),
      reset: () => {},
    };
  },
  environment: (url, token) => ({ RESEND_API_KEY: token, RESEND_BASE_URL: url }),
};
