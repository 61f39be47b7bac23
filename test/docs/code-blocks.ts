/** Reads the code blocks of a document, so that a test runs exactly what the document shows. */
import { readFileSync } from "node:fs";
import { projectFile } from "../../tools/project";

/** The blocks of one language, in their order. */
export function codeBlocks(document: string, language: string): string[] {
  return codeBlocksIn(readFileSync(projectFile(document), "utf8"), language);
}

export function codeBlocksIn(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (match) => match[1] ?? "",
  );
}

/** The commands of its shell blocks. */
export function commands(document: string): string[] {
  return codeBlocks(document, "sh").flatMap((block) => block.split("\n").filter((line) => line !== ""));
}
