/** Some vendors by what they are, for tests that need one of that kind and nothing else of it. */
import { vendorThat } from "./every-vendor";
import { isMarked } from "./kit";

/** Its keys bear a marker, can expire, and each has a call of its own. */
export const marked = vendorThat(
  ({ definition, routes }) =>
    definition.marked !== undefined && definition.expiry !== undefined && routes.find !== undefined,
);

/** Its keys bear no marker: a lost one is named by what differs between two lists. */
export const unmarked = vendorThat((kit) => !isMarked(kit));

/** Its keys bear a marker, each has a call of its own, and the account is told by its keys alone. */
export const toldByKeys = vendorThat(
  ({ definition, routes, isAccountToldByKeys }) =>
    definition.marked !== undefined && routes.find !== undefined && isAccountToldByKeys,
);
