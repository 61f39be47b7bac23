/**
 * The faults by name, to generate a matrix of tests from. A name says what happens, and whether the call took effect. It must never
 * change its meaning, since other processes script faults by their names.
 */
import {
  afterCommit,
  beforeCommit,
  body,
  clockSkew,
  dateSkew,
  drip,
  type Fault,
  lag,
  listing,
  ok,
  redirect,
  refuse,
  reset,
  retryAfter,
  stall,
  status,
  stranger,
  truncate,
} from "./faults";

const hourMs = 3_600_000;

/**
 * Statuses that can come with `Retry-After`: those by which a server asks to come back later, and refusals, to which some servers add
 * it.
 */
const passing = [400, 401, 403, 404, 408, 409, 413, 422, 425, 429, 500, 501, 502, 503, 504];

const redirects = [301, 302, 303, 307, 308];
const statuses = [
  300,
  ...redirects,
  304,
  400,
  401,
  402,
  403,
  404,
  405,
  406,
  408,
  409,
  410,
  412,
  413,
  415,
  418,
  421,
  422,
  423,
  425,
  429,
  451,
  500,
  501,
  502,
  503,
  504,
];

/** The vendor goes down while it handles the call. */
const resetForGood: Fault = { ...refuse(), delivery: "reset" };

/** Each fault twice: as it is before the call takes effect, and after. */
function bothSides(entries: Record<string, Fault>): [string, Fault][] {
  return Object.entries(entries).flatMap(([name, fault]) => [
    [`${name}, before commit`, beforeCommit(fault)],
    [`${name}, after commit`, afterCommit(fault)],
  ]);
}

/** At any route. */
export const answerFaults: Readonly<Record<string, Fault>> = Object.fromEntries([
  ...bothSides({
    ...Object.fromEntries(statuses.map((code) => [`status ${code}`, status(code)])),
    ...Object.fromEntries(redirects.map((code) => [`redirect ${code} to itself`, redirect(code)])),
    ...Object.fromEntries(
      redirects.map((code) => [`redirect ${code} to the collection`, redirect(code, "collection")]),
    ),
    ...Object.fromEntries(passing.map((code) => [`status ${code} with Retry-After`, retryAfter(code, 1)])),
    "status 429 with a long Retry-After": retryAfter(429, 3600),
    "status 503 with a date in Retry-After": status(503, { retryAfterDateMs: 2000 }),
    "reset instead of an answer": reset("before-commit"),
    "headers stall for ever": stall("headers"),
    ...Object.fromEntries([404, 500, 502, 503].map((code) => [`status ${code} with HTML`, body("html", code)])),
    ...Object.fromEntries([404, 502].map((code) => [`status ${code} with an empty body`, body("empty", code)])),
    ...Object.fromEntries([400, 422, 500].map((code) => [`status ${code} with an echo`, body("echo", code)])),
    "status 200 with HTML": body("html", 200),
    "status 200 with an empty body": body("empty", 200),
    "status 200 with an unexpected object": body("wrong-shape", 200),
    "status 200 with null": body({ json: null }, 200),
    "status 200 with an empty array": body({ json: [] }, 200),
    "status 200 with invalid JSON": body("invalid-json", 200),
  }),
  ["reset before the request is read", reset("unread")],
  ["reset instead of an answer, then connections refused, before commit", beforeCommit(resetForGood)],
  ["reset in the middle of the body", reset("mid-body")],
  ["body stalls for ever", stall("body")],
  ["body byte by byte", drip(1)],
  ["body byte by byte, two seconds apart", drip(2000)],
  ["truncated body", truncate()],
  ["10 MiB body", body("huge")],
  ["Date an hour ahead", dateSkew(hourMs)],
  ["Date an hour behind", dateSkew(-hourMs)],
  ["clock an hour ahead", clockSkew(hourMs)],
  ["clock an hour behind", clockSkew(-hourMs)],
  ["connections refused after the answer", refuse()],
  ["connections refused for 100 ms after the answer", refuse(100)],
  ["token revoked after the call", { ...ok, revokesCaller: true }],
]);

/** At any route. A route that lists has names of its own for these (`listFaults`). */
export const strangerFaults: Readonly<Record<string, Fault>> = {
  "stranger's key just before commit": stranger("before-commit"),
  "stranger's key just after commit": stranger("after-commit"),
};

/** At a route that mints. */
export const mintFaults: Readonly<Record<string, Fault>> = {
  "new key unlisted for one list call": lag({ lists: 1 }),
  "new key unlisted for three list calls": lag({ lists: 3 }),
  "new key unlisted for an hour": lag({ ms: hourMs }),
  ...strangerFaults,
  // Only for mints. After a revoke with a lost answer, only a refresh tells that it took effect, and the matrix recovers without a
  // refresh.
  "reset instead of an answer, then connections refused, after commit": resetForGood,
  "answer lost, created, stranger's key just before": { ...stranger("before-commit"), delivery: "reset" },
  "answer lost, created, stranger's key just after": { ...stranger("after-commit"), delivery: "reset" },
  "answer lost, not created, stranger's key meanwhile": {
    ...beforeCommit(stranger("before-commit")),
    delivery: "reset",
  },
};

/** At a route that lists. */
export const listFaults: Readonly<Record<string, Fault>> = {
  "page lost": listing("page-lost"),
  "page repeated": listing("page-repeated"),
  "has_more for ever": listing("endless"),
  "stranger's key before a list call": stranger("before-commit"),
  "stranger's key after a list call": stranger("after-commit"),
};

export const faults: Readonly<Record<string, Fault>> = { ok, ...answerFaults, ...mintFaults, ...listFaults };
