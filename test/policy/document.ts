/** Reads docs/reference/policies.md for the tests: a section for each policy, with a program that breaks it and one that keeps it. */
import { readFileSync } from "node:fs";
import { policies } from "pulumi-apikeys/policy";
import { projectFile } from "../../tools/project";
import { codeBlocksIn } from "../docs/code-blocks";

export const packFolder = projectFile("policy");
export const document = readFileSync(projectFile("docs/reference/policies.md"), "utf8");

export interface Section {
  readonly policy: string;
  readonly breaks: string;
  readonly keeps: string;
  /** The settings under which the first program breaks this policy alone. */
  readonly settings: object;
}

/** The sections, in the order of the pack. Throws if a section does not have exactly two programs. */
export function sections(): Section[] {
  return policies.map(({ name }) => {
    const text = document.split(/^## /m).find((section) => section.startsWith(`${name}\n`));
    const [breaks, keeps, ...others] = codeBlocksIn(text ?? "", "ts");
    if (!breaks || !keeps || others.length > 0) {
      throw new Error(
        `docs/reference/policies.md: the section "## ${name}" must have two programs, one that breaks it and one that keeps it`,
      );
    }
    const [settings = "{}"] = codeBlocksIn(text ?? "", "json");
    return { policy: name, breaks, keeps, settings: JSON.parse(settings) };
  });
}

/** The table of all policies, as the document must have it. */
export function policyTable(): string {
  const rows = policies.map(({ name, enforcementLevel, severity, configSchema }) => {
    const settings = Object.entries(configSchema?.properties ?? {}).map(
      ([setting, { default: by, description }]) => `\`${setting}\` (${code(JSON.stringify(by))}): ${description}`,
    );
    return `| [${name}](#${name}) | ${enforcementLevel} | ${severity} | ${settings.join("<br>")} |`;
  });
  return ["| policy | level | severity | settings |", "|---|---|---|---|", ...rows].join("\n");
}

/** Code for a table's cell, which an unescaped bar would end. */
function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

/** The first table of a text. */
export function tableIn(text: string): string | undefined {
  return /^(\|.*\n)+/m.exec(text)?.[0].trimEnd();
}
