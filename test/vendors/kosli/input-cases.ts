/** Which values Kosli's inputs refuse, and what a change of an input does. */
import { unknownValue } from "@pulumi/pulumi/runtime";
import type { InputCases } from "../input-cases";

export const inputCases = {
  malformed: [
    { org: "acme.." },
    { org: "" },
    { serviceAccount: "" },
    { serviceAccount: "a".repeat(65) },
    { serviceAccount: "with space" },
    { description: "" },
    { description: "  \n" },
    { expiresAt: "soon" },
    { expiresIn: "90" },
    { expiresIn: 90 },
  ],
  refused: [
    [{ serviceAccount: "a/b" }, "serviceAccount", /write the service account's name: 1 to 64 letters/],
    [{ expiresAt: "2020-01-31T12:00:00Z" }, "expiresAt", /is past: write an instant to come/],
    [{ expiresAt: "tomorrow" }, "expiresAt", /write an RFC 3339 instant with whole seconds, as "2027-/],
    [
      { expiresAt: "2099-01-31T12:00:00Z", expiresIn: "90d" },
      "expiresIn",
      /write either expiresAt or expiresIn, not both/,
    ],
    [{ description: "" }, "description", /write what the key is for/],
  ],
  longest: {},
  replaced: { description: "another", serviceAccount: "another", org: "another" },
  changes: [
    ["another service account", {}, { serviceAccount: "deploy" }, ["serviceAccount"]],
    ["another description", {}, { description: "for the tests" }, ["description"]],
    ["spaces around the description", {}, { description: " for the build " }, "nothing"],
    ["another organization", {}, { org: "other" }, ["org"]],
    ["an organization not known yet", {}, { org: unknownValue }, ["org"]],
    ["the organization no longer written, where nothing else names one", {}, { org: undefined }, "nothing"],
    ["an expiry added", {}, { expiresAt: "2090-01-31T12:00:00Z" }, ["expiresAt"]],
    ["an expiry added that is not known yet", {}, { expiresAt: unknownValue }, ["expiresAt"]],
    ["a life added", {}, { expiresIn: "90d" }, ["expiresIn"]],
    ["an expiry removed", { expiresAt: "2090-01-31T12:00:00Z" }, {}, ["expiresAt"]],
    ["another expiry", { expiresAt: "2090-01-31T12:00:00Z" }, { expiresAt: "2090-01-31T12:00:01Z" }, ["expiresAt"]],
    [
      "the same expiry in other words",
      { expiresAt: "2090-01-31T12:00:00Z" },
      { expiresAt: "2090-01-31T14:00:00+02:00" },
      "nothing",
    ],
    ["an expiry not known yet", { expiresAt: "2090-01-31T12:00:00Z" }, { expiresAt: unknownValue }, ["expiresAt"]],
    ["another life", { expiresIn: "90d" }, { expiresIn: "30d" }, ["expiresIn"]],
    ["the same life in other words", { expiresIn: "90d" }, { expiresIn: "2160h" }, "nothing"],
    [
      "a life instead of an instant",
      { expiresAt: "2090-01-31T12:00:00Z" },
      { expiresIn: "90d" },
      ["expiresAt", "expiresIn"],
    ],
    ["a life removed", { expiresIn: "90d" }, {}, ["expiresIn"]],
    ["two at once", {}, { serviceAccount: "deploy", description: "x" }, ["serviceAccount", "description"]],
  ],
} as const satisfies InputCases;
