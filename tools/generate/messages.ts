// docs/reference/messages.md: every sentence in the provider's sources, as a person may read it, so that all of them can be read in one place. What a
// sentence holds of a run stands as `…`. Comments, docstrings and texts of fewer than four words must never be in it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { projectFile } from "../project";

const fewestWords = 4;

export function messagesPage(): string {
  const files = readdirSync(projectFile("provider"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const sections = files.flatMap((file) => {
    const path = join("provider", file);
    const messages = messagesIn(path, readFileSync(projectFile(path), "utf8"));
    return messages.length === 0 ? [] : [`## ${path}`, messages.map((text) => `- ${text}`).join("\n")];
  });
  const opening = [
    "# Messages",
    "<!-- Written by `npm run generate` from the texts in provider/. -->",
    "Every sentence that the provider can say, or a part of it, by the file that says it. `…` stands for a name, an id or another sentence.",
    "[Troubleshooting](../operate/troubleshooting.md) says what to do about each.",
  ];
  return `${[...opening, ...sections].join("\n\n")}\n`;
}

/** In the order of the source, each once. */
export function messagesIn(path: string, source: string): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const text = textOf(node);
    if (text === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    if (wordsIn(text) >= fewestWords) found.add(asMarkdown(text));
    // A sentence may hold others, such as `${isLate ? "a sentence" : "another"}`.
    forEachHole(node, (hole) => visit(hole));
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true));
  return [...found];
}

/** A text as it is written in one expression, its holes as `…`; nothing for any other expression. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
  if (!isSum(node)) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? "…"}${right ?? "…"}`;
}

function forEachHole(node: ts.Node, see: (hole: ts.Node) => void): void {
  if (ts.isTemplateExpression(node)) for (const { expression } of node.templateSpans) see(expression);
  if (!isSum(node)) return;
  for (const side of [node.left, node.right]) {
    if (textOf(side) === undefined) see(side);
    else forEachHole(side, see);
  }
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function wordsIn(text: string): number {
  return [...text.matchAll(/\p{L}[\p{L}'’-]*/gu)].length;
}

/** On one line, and nothing of it read as Markdown but its code. */
function asMarkdown(text: string): string {
  return text.trim().replace(/\s+/g, " ").replaceAll("<", "\\<").replaceAll("*", "\\*");
}
