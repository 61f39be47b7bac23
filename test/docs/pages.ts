/** The pages for users: README and docs, without the pages for maintainers. */
import { readdirSync } from "node:fs";
import { projectFile } from "../../tools/project";

const folders = ["guide", "vendors", "operate", "reference"];

export const pages: readonly string[] = [
  "README.md",
  ...readdirSync(projectFile("docs"))
    .filter((page) => page.endsWith(".md"))
    .map((page) => `docs/${page}`),
  ...folders.flatMap((folder) => readdirSync(projectFile("docs", folder)).map((page) => `docs/${folder}/${page}`)),
];

/** The pages whose programs have a test of their own. */
const ownTests: Readonly<Record<string, string>> = {
  "docs/operate/try-before-revoke.md": "test/e2e/hooks.long.test.ts",
  "docs/reference/policies.md": "test/policy/programs.long.test.ts",
};

export const testsOfPages = Object.values(ownTests);
export const pagesOfOneStack = pages.filter((page) => !(page in ownTests));
