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

const hex = fc.constantFrom(..."0123456789abcdef");
const devinId = fc.string({ unit: hex, minLength: 32, maxLength: 32 }).map((digits) => `apk-${digits}`);
const wholeId = fc.oneof(devinId, fc.uuid());
const around = fc.constantFrom("", ...hostile);

/** What may stand where an id is expected: separators, encodings, controls, Unicode, near misses of real ids, and real ones. */
export const anyId = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...hostile), { maxLength: 6 }).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: hex, minLength: 30, maxLength: 34 }).map((digits) => `apk-${digits}`),
  },
  { weight: 1, arbitrary: fc.uuid() },
  // A whole id, and something before it or behind it: what looks for an id in a text, rather than at the text, takes it.
  { weight: 2, arbitrary: fc.tuple(around, wholeId, around).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 4000 }).map((length) => "a".repeat(length)) },
);
