/** A person who finds a key at its vendor can tell what it is for. */
import { keyPolicy, replacesAtOnce } from "../key-policy";
import { pattern } from "../settings";

export const keyNaming = keyPolicy({
  name: "key-naming",
  description: "A key's name and description follow the patterns.",
  severity: "low",
  level: "advisory",
  steps: `Write \`name\` and \`description\` as the patterns of this policy ask. ${replacesAtOnce("`name`", "`description`")}`,
  settings: {
    name: pattern("^[a-z0-9]+(-[a-z0-9]+)*$", "a regular expression for `name`, of Go and of JavaScript"),
    description: pattern("\\S\\s+\\S", "a regular expression for `description`; this one asks for two words"),
  },
  violation({ name, description }, patterns) {
    const written = { name, description };
    const unmatched = (["name", "description"] as const).filter((input) => {
      const text = written[input];
      return typeof text === "string" && !patterns[input].test(text);
    });
    if (unmatched.length === 0) return undefined;
    const told = unmatched.map((input) => `\`${input}\` does not match ${patterns[input].source}`).join("; ");
    return `${told}. ${replacesAtOnce(...unmatched.map((input) => `\`${input}\``))}`;
  },
});
