/** Reading JSON. Never may a parser's message get out: it quotes the text. */
/** The JSON in a text, or nothing. JSON.parse's own message quotes what it read, so it never leaves here. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
