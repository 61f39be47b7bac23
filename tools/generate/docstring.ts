// Finds in a docstring the words that bind the generator, such as "a secret". Nothing must ever be decided here: resource-module.ts
// sees to it that code and docstring agree.

/** A docstring as Markdown: a line break inside a paragraph is only the editor's width. */
export function unwrapped(docstring: string): string {
  return docstring
    .trim()
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.replace(/[ \t]*\n[ \t]*(?![-*] )/g, " ").trim())
    .join("\n\n");
}

/** "The key, a secret." */
export function saysSecret(description: string): boolean {
  return /\ba secret\b/.test(description);
}

/** "A change replaces the key." or "Another instant replaces the key, …", at the beginning of a sentence. */
export function saysReplaced(description: string): boolean {
  return /(?:^|\. )(?:A change|Another \w+) replaces the key\b/.test(description);
}
