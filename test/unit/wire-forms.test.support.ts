/** Values of other types than a field's own: reading the field must refuse each of them. */
export function unfitForms(value: unknown): unknown[] {
  const others: unknown[] = [null, [], {}, ["x"]];
  if (typeof value !== "string") others.push("x");
  if (typeof value !== "number") others.push(7);
  if (typeof value !== "boolean") others.push(true);
  return others.filter((other) => !(Array.isArray(value) && Array.isArray(other) && other.length === 0));
}
