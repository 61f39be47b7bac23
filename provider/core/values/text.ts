/** How long a text is, as vendors count. */
/** Counted as the vendors' Python servers do, in code points: JavaScript's own `length` counts an emoji twice. */
export function hasAtMost(characters: number): (text: string) => boolean {
  return (text) => [...text].length <= characters;
}
