/**
 * One request as a handler sees it: matched, read, its caller looked up. It carries no socket: a handler only answers and commits.
 */
import type { Caller } from "./callers";
import type { ListingFault } from "./faults";
import type { SentBody } from "./request-body";

export interface Asked extends SentBody {
  method: string;
  /** What the client takes this server to be. */
  origin: string;
  /** As sent, without the query. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** The bearer value as sent. */
  bearer: string | undefined;
  /** Whose value the bearer is, if it is accepted now. */
  caller: Caller | undefined;
  /** The scripted fault of a list, where the answer is one. */
  listing: ListingFault | undefined;
}

export function fieldOf(body: unknown, name: string): unknown {
  return isObject(body) ? body[name] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
