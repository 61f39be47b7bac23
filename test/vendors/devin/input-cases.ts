/** Which values Devin's inputs refuse, and what a change of an input does. */
import { unknownValue } from "@pulumi/pulumi/runtime";
import type { InputCases } from "../input-cases";

export const inputCases = {
  malformed: [{ orgId: "" }, { orgId: ".." }, { orgId: "org/x" }],
  refused: [
    [{ orgId: "" }, "orgId", /write the id of the organization that the key is for, as "org-…"/],
    [{ orgId: "acme" }, "orgId", /write the id of the organization .* as "org-…"/],
    [{ orgID: "org-1" }, "orgID", /devin:ServiceApiKey has no such input/],
  ],
  longest: {},
  replaced: { orgId: "org-another" },
  changes: [
    ["another organization", {}, { orgId: "org-4567" }, ["orgId"]],
    ["an organization not known yet", {}, { orgId: unknownValue }, ["orgId"]],
  ],
} as const satisfies InputCases;
