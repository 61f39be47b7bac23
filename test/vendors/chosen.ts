/** Vendors chosen by their properties, for tests that need a vendor of one kind, whichever it is. */
import { vendorThat } from "./every-vendor";
import { isMarked } from "./kit";

/** A vendor whose keys bear a marker and can expire. One call reads one key. */
export const marked = vendorThat(
  ({ definition, routes }) =>
    definition.marked !== undefined && definition.expiry !== undefined && routes.find !== undefined,
);

/** A vendor whose keys bear no marker. A lost key is named by the difference of two lists. */
export const unmarked = vendorThat((kit) => !isMarked(kit));

/** A vendor whose keys bear a marker. One call reads one key, and only the keys of an account tell which account it is. */
export const toldByKeys = vendorThat(
  ({ definition, routes, isAccountToldByKeys }) =>
    definition.marked !== undefined && routes.find !== undefined && isAccountToldByKeys,
);
