/** Texts to try as a key's id: what would change a path, and what is nearly an id. */
import fc from "fast-check";

const hostile = [
  ...[
    "",
    ".",
    "..",
    "...",
    "/",
    "//",
    "\\",
    "%",
    "%2e",
    "%2E%2e",
    "%2f",
    "%00",
    "?",
    "#",
    "&",
    ";",
    "@",
    ":",
    "*",
    "~",
    "+",
  ],
  ...[" ", "\t", "\n", "\r", "\0", "\u007f", "\u0085", "\u2028", "\u200b", "\ufeff", "\u202e", "\ud800", "\u{1f511}"],
  ...[
    "．",
    "／",
    "ａ",
    "é",
    "e\u0301",
    "ß",
    "ı",
    "K",
    "revoke",
    "rotate",
    "undefined",
    "null",
    "__proto__",
    "constructor",
  ],
  ..."apk-0123456789abcdefZ_",
];
/** What may stand where an id is expected: separators, encodings, controls, Unicode, near misses of real ids, and real ones. */
export const anyId = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...hostile), { maxLength: 6 }).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 30, maxLength: 34 })
      .map((hex) => `apk-${hex}`),
  },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.tuple(fc.uuid(), fc.constantFrom(...hostile)).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 4000 }).map((length) => "a".repeat(length)) },
);
