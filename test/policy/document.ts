/** docs/reference/policies.md as the tests run it: a section for each policy, with the program that breaks it and the one that keeps it. */
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

/** In the order of the pack. Fails naming what a section lacks. */
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

/** A bar would end the table's cell. */
function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

/** The first table of a text. */
export function tableIn(text: string): string | undefined {
  return /^(\|.*\n)+/m.exec(text)?.[0].trimEnd();
}
