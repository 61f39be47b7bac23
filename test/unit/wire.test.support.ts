/** Reads an answer as documented, then without each required field, then with a value of another type in each required field. */
import { expect, test } from "@jest/globals";
import type { z } from "zod";
import { unfitForms } from "./wire-forms.test.support";

type Row = Readonly<Record<string, unknown>>;

/** Fields in `optional` may be absent, and those in `nullable` may be null. */
export function describeAnswer(
  form: z.ZodType,
  documented: Row,
  expected: unknown,
  { optional = [], nullable = [] }: { optional?: readonly string[]; nullable?: readonly string[] } = {},
): void {
  test("the documented answer is read", () => {
    expect(plain(form.parse(documented))).toEqual(expected);
  });

  test("fields that nobody documented do no harm", () => {
    expect(plain(form.parse({ ...documented, new_field: { deep: [1] }, __proto__x: null }))).toEqual(expected);
  });

  test.each(Object.keys(documented).filter((field) => !optional.includes(field)))(
    "without `%s` it is not read",
    (field) => {
      const { [field]: _, ...others } = documented;
      expect(form.safeParse(others).success).toBe(false);
    },
  );

  if (optional.length > 0) {
    test.each([...optional])("without `%s` it is read", (field) => {
      const { [field]: _, ...others } = documented;
      expect(form.safeParse(others).success).toBe(true);
    });
  }

  if (nullable.length > 0) {
    test.each([...nullable])("with `%s` null it is read", (field) => {
      expect(form.safeParse({ ...documented, [field]: null }).success).toBe(true);
    });
  }

  test("with a field that it must have in another form it is not read", () => {
    for (const field of Object.keys(documented).filter((name) => !optional.includes(name))) {
      for (const value of unfitForms(documented[field])) {
        expect({ field, value, isRead: form.safeParse({ ...documented, [field]: value }).success }).toEqual({
          field,
          value,
          isRead: false,
        });
      }
    }
  });

  test("another value than an object is not read", () => {
    for (const value of [undefined, null, [], [documented], "", "text", 0, true])
      expect(form.safeParse(value).success).toBe(false);
  });
}

/** A value as it prints: secrets hidden, undefined fields left out. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
