/** Reads JSON. The message of `JSON.parse` must never get out: it quotes the text. */
/** The JSON in a text; `undefined` where there is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
