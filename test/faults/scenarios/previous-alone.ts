/**
 * The key in use has gone, revoked by hand, while the one before it still lives: it is not forgotten, and the next up mints in
 * place. Of a young key lists are read until it could no longer be lagging.
 */
import type { VendorName } from "../../emulator/index";
import { vendorCases } from "../vendor-cases";
import { at, from, type Request, type Scenario, upInPlace } from "./scenario";

const rotated = [upInPlace("one"), upInPlace("two")] as const;
const given = "the key before lives alone";

function scenariosOf(read: readonly Request[], mint: readonly Request[], revoke: readonly Request[]): Scenario[] {
  const refreshed = [...rotated, { command: "refresh", isRevokedByHand: true }] as const;
  return [
    {
      operation: "read",
      given,
      before: rotated,
      command: "refresh",
      isRevokedByHand: true,
      mayKeepRevoked: true,
      requests: read,
    },
    { operation: "renew", given, before: refreshed, ...upInPlace("two"), requests: mint },
    { operation: "revoke", given, before: refreshed, command: "destroy", mayKeepRevoked: true, requests: revoke },
  ];
}

const { devin, kosli, nekuda } = vendorCases;
const { list, self } = devin.routes;

export const previousAlone: Readonly<Record<VendorName, readonly Scenario[]>> = {
  devin: scenariosOf(
    [at(list), at(list, 1), from(list, 2), at(self)],
    [at(list), at(self), at(devin.routes.mint), at(self, 1)],
    [at(list), at(self), at(devin.routes.revoke)],
  ),
  kosli: scenariosOf(
    [at(kosli.routes.find), from(kosli.routes.find, 1), at(kosli.routes.list), from(kosli.routes.list, 1)],
    [at(kosli.routes.list), at(kosli.routes.mint)],
    [at(kosli.routes.find), at(kosli.routes.revoke)],
  ),
  nekuda: scenariosOf(
    [at(nekuda.routes.find)],
    [at(nekuda.routes.list), at(nekuda.routes.list, 1), at(nekuda.routes.mint)],
    [at(nekuda.routes.find), at(nekuda.routes.revoke)],
  ),
};
