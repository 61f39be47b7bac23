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
  fault({ name, description }, patterns) {
    const faulty = [
      ...(typeof name === "string" && !patterns.name.test(name) ? [told("name", patterns.name)] : []),
      ...(typeof description === "string" && !patterns.description.test(description)
        ? [told("description", patterns.description)]
        : []),
    ];
    return faulty.length === 0 ? undefined : faulty.join("; ");
  },
});

function told(input: string, { source }: RegExp): string {
  return `\`${input}\` does not match ${source}`;
}
