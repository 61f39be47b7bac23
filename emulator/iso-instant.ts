/** An instant as ISO 8601 writes it, in each of the forms that servers use. */
export const instantForms = [
  "milliseconds Z",
  "seconds Z",
  "microseconds Z",
  // Python's `isoformat`: of a UTC time that does not name its zone, and of one that does.
  "microseconds",
  "microseconds +00:00",
] as const;

export type InstantForm = (typeof instantForms)[number];

export function isoInstant(ms: number, form: InstantForm): string {
  const [precision, zone = ""] = form.split(" ");
  const digits = { seconds: "", milliseconds: "$1", microseconds: "$1000" }[precision as string] ?? "";
  return new Date(ms).toISOString().replace(/(\.\d{3})Z$/, digits + zone);
}
