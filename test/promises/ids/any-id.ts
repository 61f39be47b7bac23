/** Texts to try as a key's id: texts that would change a request's path, and texts that are nearly ids. */
import fc from "fast-check";
import { vendorNames } from "../../../emulator/index";
import { kitOf } from "../../vendors/every-vendor";

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

const hexDigit = fc.constantFrom(..."0123456789abcdef");
/** Ids in each vendor's form: the sample's id with other digits. */
const wholeId = fc.oneof(...vendorNames.map((vendor) => idLike(kitOf(vendor).sample.keyId)));
/** Ids that are some characters too short or too long. */
const nearlyId = fc
  .tuple(wholeId, fc.integer({ min: -2, max: 2 }), fc.string({ unit: hexDigit, minLength: 2, maxLength: 2 }))
  .map(([id, longer, digits]) => (longer < 0 ? id.slice(0, longer) : id + digits.slice(0, longer)));
const around = fc.constantFrom("", ...hostile);

/** Texts in the place of an id: separators, encodings, control characters, Unicode, near misses of real ids, and real ids. */
export const anyId = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...hostile), { maxLength: 6 }).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 1, arbitrary: nearlyId },
  { weight: 1, arbitrary: wholeId },
  // A whole id with something before or after it. A check that searches for an id within the text would accept it.
  { weight: 2, arbitrary: fc.tuple(around, wholeId, around).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 4000 }).map((length) => "a".repeat(length)) },
);

function idLike(sample: string): fc.Arbitrary<string> {
  const last = sample.search(/[0-9a-f-]*$/);
  const characters = [...sample.slice(last)].map((one) => (one === "-" ? fc.constant(one) : hexDigit));
  return fc.tuple(...characters).map((digits) => sample.slice(0, last) + digits.join(""));
}
