/**
 * The key in use has gone, revoked by hand, while the one before it still lives: it is not forgotten, and the next up mints in
 * place. Of a young key lists are read until it could no longer be lagging.
 */
import type { VendorName } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { at, from, type Scenario, upInPlace } from "./scenario";

type Faulted = Pick<Scenario, "requests" | "routes">;

const rotated = [upInPlace("one"), upInPlace("two")] as const;
const given = "the key before lives alone";

function scenariosOf(read: Faulted, mint: Faulted, revoke: Faulted): Scenario[] {
  const refreshed = [...rotated, { command: "refresh", isRevokedByHand: true }] as const;
  return [
    {
      operation: "read",
      given,
      before: rotated,
      command: "refresh",
      isRevokedByHand: true,
      mayKeepRevoked: true,
      ...read,
    },
    { operation: "renew", given, before: refreshed, ...upInPlace("two"), ...mint },
    { operation: "revoke", given, before: refreshed, command: "destroy", mayKeepRevoked: true, ...revoke },
  ];
}

const { devin, kosli, nekuda } = kits;
const { list, self } = devin.routes;

export const previousAlone: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin: scenariosOf(
    { routes: [list, self] },
    { routes: [list, self, devin.routes.mint] },
    { routes: [list, self, devin.routes.revoke] },
  ),
  kosli: scenariosOf(
    {
      requests: [at(kosli.routes.find), from(kosli.routes.find, 1), at(kosli.routes.list), from(kosli.routes.list, 1)],
    },
    { requests: [at(kosli.routes.list), at(kosli.routes.mint)] },
    { requests: [at(kosli.routes.find), at(kosli.routes.revoke)] },
  ),
  nekuda: scenariosOf(
    { requests: [at(nekuda.routes.find)] },
    { requests: [at(nekuda.routes.list), at(nekuda.routes.list, 1), at(nekuda.routes.mint)] },
    { requests: [at(nekuda.routes.find), at(nekuda.routes.revoke)] },
  ),
};
