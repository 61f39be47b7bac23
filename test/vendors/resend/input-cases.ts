/** Which values Resend's inputs refuse, and what a change of an input does. */
import { unknownValue } from "@pulumi/pulumi/runtime";
import type { InputCases } from "../input-cases";

const domainId = "4d4d4d4d-4d4d-4d4d-ad4d-4d4d4d4d4d4d";

export const inputCases = {
  malformed: [{ name: "" }, { name: "  " }, { name: 1 }, { permission: "admin" }, { domainId: "example.com" }],
  refused: [
    [{ name: "" }, "name", /write a name/],
    [{ permission: "sending" }, "permission", /write "full_access" or "sending_access"/],
    [{ permission: "full_access", domainId }, "domainId", /only `permission: "sending_access"` takes a domain/],
  ],
  longest: {},
  replaced: { name: "another" },
  changes: [
    ["another name", {}, { name: "newsletter" }, ["name"]],
    ["spaces around the name", {}, { name: " mailer " }, "nothing"],
    ["another permission", { domainId: undefined }, { permission: "full_access", domainId: undefined }, ["permission"]],
    [
      "the permission that it has without one, written",
      { permission: undefined, domainId: undefined },
      { permission: "full_access", domainId: undefined },
      "nothing",
    ],
    ["no domain any more", {}, { domainId: undefined }, ["domainId"]],
    ["a domain not known yet", {}, { domainId: unknownValue }, ["domainId"]],
    ["the same domain", {}, { domainId }, "nothing"],
  ],
} as const satisfies InputCases;
