/**
 * What can go wrong with one answer, as data. A script holds a list of faults, another process can send them as JSON, and a test can
 * generate a matrix from them. A fault never runs code of its own; `exchange` and `delivery` read it.
 */
import type { Lag } from "./keys";

export const deliveries = [
  "reset-unread", // the connection is reset before the request's body is read
  "reset", // … after the request was read, instead of an answer
  "reset-mid-body", // … after the headers and half of the body
  "stall-headers", // nothing is sent
  "stall-body", // the headers and half of the body are sent, then nothing
  "drip", // the body goes out byte by byte
  "truncate", // half of the body, then the connection ends in order
] as const;

/** All but `empty` and `huge` quote, as debug pages do, what was sent (the token included) and what would have been answered. */
export const bodyKinds = [
  "empty",
  "html",
  "wrong-shape",
  "invalid-json",
  "echo", // the vendor's own error, with the quotation in its words
  "huge", // the right body behind 10 MiB of white space: it parses, for those who read that far
] as const;

/** `endless` has more pages for ever, where there are pages. */
export const listingFaults = ["page-lost", "page-repeated", "endless"] as const;

export const strangerTimes = ["before-commit", "after-commit"] as const;

/**
 * The refusal lasts until `accept`, a reset, or a new script for the vendor. The emulator does not see a refused connection, so a
 * script cannot count them. `reset-unread` can be counted, and is the same to a client: the connection is taken and reset at once.
 */
export const lastingRefusal = "until-accept";

export type Delivery = (typeof deliveries)[number];
export type FaultBody = (typeof bodyKinds)[number] | { json: unknown };
export type ListingFault = (typeof listingFaults)[number];
export type StrangerTime = (typeof strangerTimes)[number];
/** Until `accept`, or for so many milliseconds of real time, not the emulator's. */
export type Refusal = typeof lastingRefusal | number;

export interface Fault {
  /** Whether the handler runs. Its effects then stay, whatever becomes of the answer. */
  commits: boolean;
  /** Replaces the handler's status. From 300 on the body is then empty, from 400 on it is the vendor's own error body. */
  status?: number;
  headers?: Record<string, string>;
  /** A `Location`: the request's own URL, the collection above it, or a URL. */
  location?: string;
  body?: FaultBody;
  delivery?: Delivery;
  /** The length of a stall (for ever, if absent), or the gap between bytes. Real time, not the emulator's. */
  delayMs?: number;
  /** The `Date` header alone is off. */
  dateSkewMs?: number;
  /** The clock of the server that handles this call is off: in `Date`, and in `created_at` of what it mints. */
  clockSkewMs?: number;
  /** `Retry-After` with a date, so many milliseconds from now. */
  retryAfterDateMs?: number;
  /** From this answer on, connections to the vendor are refused, and those that are open take no further request. */
  refuses?: Refusal;
  /** Another client mints a key in the same place, also when this call does not commit. */
  stranger?: StrangerTime;
  /** The key minted by this call is missing from lists for a while. */
  lag?: Lag;
  listing?: ListingFault;
  /** The caller's token is revoked right after this call, whether or not the call commits. To go on, the client needs another token. */
  revokesCaller?: boolean;
}

/** No fault. */
export const ok: Fault = { commits: true };

/** `codes(500, 500, 200)`: refused twice before anything was committed, then handled. */
export function codes(...statuses: number[]): Fault[] {
  const unknown = statuses.filter((code) => code !== 200 && !(Number.isInteger(code) && code >= 300 && code < 600));
  if (unknown.length > 0) throw new Error(`a status is 200, or 300 to 599: ${unknown.join(", ")} is none`);
  return statuses.map((code) => (code === 200 ? ok : status(code)));
}

export function status(code: number, more: Partial<Fault> = {}): Fault {
  return { commits: false, status: code, ...more };
}

/** The same fault, except that the call took effect. */
export function afterCommit(fault: Fault): Fault {
  return { ...fault, commits: true };
}

/** The same fault, before anything takes effect. */
export function beforeCommit(fault: Fault): Fault {
  return { ...fault, commits: false };
}

export function retryAfter(code: number, value: number | string): Fault {
  return status(code, { headers: { "retry-after": String(value) } });
}

export function redirect(code: number, location: "itself" | "collection" | (string & {}) = "itself"): Fault {
  return status(code, { location });
}

export function reset(when: "unread" | "before-commit" | "after-commit" | "mid-body"): Fault {
  if (when === "unread") return { commits: false, delivery: "reset-unread" };
  if (when === "mid-body") return { commits: true, delivery: "reset-mid-body" };
  return { commits: when === "after-commit", delivery: "reset" };
}

/** Without a length it lasts until the client gives up. */
export function stall(where: "headers" | "body", lengthMs?: number): Fault {
  return { commits: true, delivery: `stall-${where}`, ...(lengthMs === undefined ? {} : { delayMs: lengthMs }) };
}

export function drip(gapMs: number): Fault {
  return { commits: true, delivery: "drip", delayMs: gapMs };
}

export function truncate(): Fault {
  return { commits: true, delivery: "truncate" };
}

/** Another body than the vendor's, with the handler's status unless one is given. */
export function body(kind: FaultBody, code?: number): Fault {
  return { commits: true, body: kind, ...(code === undefined ? {} : { status: code }) };
}

export function dateSkew(ms: number): Fault {
  return { commits: true, dateSkewMs: ms };
}

/** Unlike with `dateSkew`, the instants that the vendor writes down are as wrong as its `Date`. */
export function clockSkew(ms: number): Fault {
  return { commits: true, clockSkewMs: ms };
}

/** The answer, and no connection after it. */
export function refuse(refusal: Refusal = lastingRefusal): Fault {
  return { commits: true, refuses: refusal };
}

export function lag(length: Lag): Fault {
  return { commits: true, lag: length };
}

export function listing(kind: ListingFault): Fault {
  return { commits: true, listing: kind };
}

export function stranger(when: StrangerTime): Fault {
  return { commits: true, stranger: when };
}
