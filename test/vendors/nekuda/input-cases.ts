/** Which values nekuda's inputs refuse, and what a change of an input does. */
import { unknownValue } from "@pulumi/pulumi/runtime";
import type { InputCases } from "../input-cases";

export const inputCases = {
  malformed: [{ name: "" }, { name: "x".repeat(101) }, { onDelete: "keep" }],
  refused: [
    [{ name: "n".repeat(101) }, "name", /write a name of 1 to 100 characters/],
    [{ onDelete: "forget" }, "onDelete", /write "revoke" or "delete"/],
    [{ expiresIn: "90d" }, "expiresIn", /nekuda:ApiKey has no such input/],
  ],
  longest: { name: 100 },
  replaced: { name: "another", description: "another" },
  changes: [
    ["another name", {}, { name: "shop" }, ["name"]],
    ["another description", {}, { description: "for the tests" }, ["description"]],
    ["a description removed", {}, { description: undefined }, ["description"]],
    ["a description added", { description: undefined }, { description: "for the shop" }, ["description"]],
    [
      "a description added that is not known yet",
      { description: undefined },
      { description: unknownValue },
      ["description"],
    ],
    ["an empty description instead of none", { description: undefined }, { description: "" }, "nothing"],
    ["spaces around the description", {}, { description: "for the shop\n" }, "nothing"],
    ["what a destroy does", {}, { onDelete: "delete" }, "settings"],
    ["what a destroy does, no longer written", {}, { onDelete: undefined }, "settings"],
    ["a name not known yet", {}, { name: unknownValue }, ["name"]],
  ],
} as const satisfies InputCases;
