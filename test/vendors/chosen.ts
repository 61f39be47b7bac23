/** Some vendors by what they are, for tests that need one of that kind and nothing else of it. */
import { vendorThat } from "./every-vendor";

/** Its keys bear a marker, can expire, and each has a call of its own. */
export const marked = vendorThat(
  ({ definition, routes }) =>
    definition.recognizedBy === "marker" && definition.expiry !== undefined && routes.find !== undefined,
);

/** Its keys bear no marker: a lost one is named by what differs between two lists. */
export const unmarked = vendorThat(({ definition }) => definition.recognizedBy === "difference");

/** Its keys bear a marker, each has a call of its own, and the account is told by its keys alone. */
export const toldByKeys = vendorThat(
  ({ definition, routes, isAccountToldByKeys }) =>
    definition.recognizedBy === "marker" && routes.find !== undefined && isAccountToldByKeys,
);
