// Judges the prose of README, docs and the examples: sentences that can be read once, the glossary's words, links that lead somewhere.
// Code blocks, and code in a sentence, are no prose and must never be judged.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { TextlintKernel } from "@textlint/kernel";
import markdown from "@textlint/textlint-plugin-markdown";
import type { TextlintRuleModule, TextlintRuleReporter } from "@textlint/types";
import { slug } from "github-slugger";
import { projectFile, projectRoot } from "./project";

const mostWords = 30;

/** Words that docs/glossary.md replaces, where they can have no other meaning. The first is a regular expression. */
const terms: readonly (readonly [string, string])[] = [
  ["superseded keys?", "the previous key"],
  ["(?:the )?old keys?", "the previous key"],
  ["takes? over", "adopts"],
  ["taken over", "adopted"],
  ["taking over", "adopting"],
  ["open mints?", "pending mint"],
  ["leftovers?", "orphan"],
  ["reconciles?", "settle"],
  ["heals?", "settle"],
  ["healed", "settled"],
  ["takes? nothing over", "adopts nothing"],
];

/** Both come without types. */
const sentences = moduleOf(require("textlint-rule-en-max-word-count"));
const words = moduleOf(require("textlint-rule-terminology"));

/** Links into the repository: the file is there, and has the heading. Other sites are not asked. */
const linksLeadSomewhere: TextlintRuleReporter = ({ Syntax, RuleError, report, getFilePath }) => ({
  [Syntax.Link](node) {
    if (/^\w+:/.test(node.url)) return;
    const [path = "", heading] = node.url.split("#");
    const own = getFilePath() ?? "";
    const file = path === "" ? own : join(dirname(own), path);
    if (!existsSync(file)) report(node, new RuleError(`the link ${node.url} leads nowhere`));
    else if (heading && !headingsOf(file).includes(heading))
      report(node, new RuleError(`${path} has no heading #${heading}`));
  },
});

const rules = [
  { ruleId: "sentence", rule: sentences, options: { max: mostWords } },
  { ruleId: "term", rule: words, options: { defaultTerms: false, terms } },
  { ruleId: "link", rule: linksLeadSomewhere },
];

function moduleOf(loaded: { readonly default: TextlintRuleModule } | TextlintRuleModule): TextlintRuleModule {
  return typeof loaded === "object" && "default" in loaded ? loaded.default : loaded;
}

/** Each problem with its file and line; none where all is well. */
export async function proseProblems(): Promise<string[]> {
  const kernel = new TextlintKernel();
  const problems = await Promise.all(
    documents().map(async (file) => {
      const { messages } = await kernel.lintText(readFileSync(file, "utf8"), {
        filePath: file,
        ext: ".md",
        plugins: [{ pluginId: "markdown", plugin: markdown }],
        // The glossary names the words that it replaces.
        rules: rules.filter(({ ruleId }) => ruleId !== "term" || !file.endsWith("glossary.md")),
      });
      return messages.map(({ loc, message }) => `${relative(projectRoot, file)}:${loc.start.line}: ${message}`);
    }),
  );
  return problems.flat();
}

export async function proseIsReadOnce(): Promise<void> {
  const problems = await proseProblems();
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function documents(): string[] {
  const top = readdirSync(projectRoot).filter((file) => file.endsWith(".md"));
  const below = ["docs", "examples"].flatMap((folder) =>
    readdirSync(projectFile(folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md") && !file.includes("node_modules"))
      .map((file) => join(folder, file)),
  );
  return [...top, ...below].map((file) => projectFile(file));
}

function headingsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => slug(text));
}
