/**
 * What a scripted fault makes of an answer's status, headers and body. How it travels is `delivery`'s matter.
 */
import type { Asked } from "./asked";
import type { Fault, FaultBody } from "./faults";
import { empty, json, type Reply } from "./reply";
import type { RunningVendor } from "./vendor";

const hugeBytes = 10 * 1024 * 1024;

/**
 * The page that a proxy in front of a vendor answers with. The quotation stands in its first line, as many a client shows the first
 * line of what it cannot read.
 */
function page(quotation: string): string {
  return `<!DOCTYPE html><title>${quotation}</title>\n<html><body><h1>An error occurred</h1></body></html>\n`;
}

/** `handled` is undefined when the handler did not run. `now` is what the vendor's `Date` tells without a fault. */
export function faultyReply(
  service: RunningVendor,
  asked: Asked,
  handled: Reply | undefined,
  fault: Fault,
  now: number,
): Reply {
  const { status, body, location, headers } = fault;
  const answer = status === undefined ? (handled ?? service.error(503)) : withStatus(service, status, handled);
  const reply = body === undefined ? answer : withBody(answer, body, quotationOf(asked, handled));
  const target = location === undefined ? {} : { location: locationOf(asked, location) };
  return {
    ...reply,
    headers: {
      ...service.headers(),
      ...reply.headers,
      ...target,
      ...instantHeaders(fault, now),
      ...inLowerCase(headers),
    },
  };
}

/** Header names in lower case, like all others here: a name in another case would go out as a second header. */
function inLowerCase(headers: Fault["headers"] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function instantHeaders({ dateSkewMs = 0, clockSkewMs = 0, retryAfterDateMs }: Fault, now: number) {
  const httpDate = (ms: number) => new Date(ms).toUTCString();
  return {
    date: httpDate(now + dateSkewMs + clockSkewMs),
    ...(retryAfterDateMs !== undefined && { "retry-after": httpDate(now + clockSkewMs + retryAfterDateMs) }),
  };
}

function withStatus(service: RunningVendor, status: number, handled: Reply | undefined): Reply {
  if (status >= 400) return service.error(status);
  if (status >= 300) return empty(status);
  return { ...(handled ?? json(status, {})), status };
}

/** Everything that a secret can stand in. */
function quotationOf({ bearer, body }: Asked, handled: Reply | undefined): string {
  return [`authorization: Bearer ${bearer}`, JSON.stringify(body), handled?.body].filter(Boolean).join("\n");
}

function withBody(reply: Reply, body: FaultBody, quotation: string): Reply {
  if (typeof body === "object") return json(reply.status, body.json);
  switch (body) {
    case "empty":
      return empty(reply.status);
    case "html":
      return { status: reply.status, headers: { "content-type": "text/html; charset=utf-8" }, body: page(quotation) };
    case "wrong-shape":
      return json(reply.status, { unexpected: "shape", quotation });
    case "invalid-json":
      return { ...reply, body: `{"id": "cut off ${quotation}` };
    case "echo":
      return { ...reply, body: echoing(reply, quotation) };
    case "huge":
      return { ...reply, body: " ".repeat(hugeBytes) + reply.body };
  }
}

function echoing({ headers, body }: Reply, quotation: string): string {
  if (headers["content-type"]?.startsWith("text/html")) return page(quotation);
  return JSON.stringify(JSON.parse(body || '""'), (_, value) => quoting(value, quotation));
}

function quoting(value: unknown, quotation: string): unknown {
  return typeof value === "string" ? `${value}: ${quotation}` : value;
}

function locationOf({ path, query }: Asked, location: string): string {
  if (location === "itself") return query.size > 0 ? `${path}?${query}` : path;
  return location === "collection" ? path.replace(/(\/api-keys)\/.*$/, "$1") : location;
}
