/**
 * One request from arrival to answer: match, take the next scripted fault, read, handle, record, deliver. This order is the meaning of
 * "before commit" and "after commit": all is committed at one instant, between reading and delivering. A request beyond the rate limit
 * meets neither a script nor a handler.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Asked } from "./asked";
import { deliver, deliveryOf } from "./delivery";
import { takeEffect } from "./effect";
import { ok, type Refusal } from "./faults";
import { faultyReply } from "./faulty-reply";
import type { Ledger } from "./ledger";
import type { RateLimit } from "./rate-limit";
import type { Reply } from "./reply";
import { readSentBody, unread } from "./request-body";
import { type Match, matchRoute, normalPath, type Route } from "./router";
import type { Scripts } from "./scripts";
import type { commonChoices, SwitchesOf } from "./switches";
import type { RunningVendor, World } from "./vendor";

/** A vendor in operation, with what the core keeps for it. */
export interface Host {
  world: World<SwitchesOf<typeof commonChoices>>;
  service: RunningVendor;
  basePath: string;
  routes: readonly Route[];
  scripts: Scripts;
  ledger: Ledger;
  rateLimit: RateLimit;
  /** Refuses the connections to come. */
  suspend(refusal: Refusal): void;
}

export async function exchange(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answer(host, request, response);
  } catch (error) {
    // A client that went away while it was sending needs no answer; anything else is a mistake in the emulator.
    if (response.destroyed) return;
    console.error(error);
    response.destroy();
  }
}

async function answer(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world, service, ledger } = host;
  const method = request.method ?? "GET";
  const [path = "/", search = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const match = findRoute(host, method, path);
  const route = "route" in match ? match.route : null;
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const refusal = route?.isUnlimited ? undefined : refusalOf(host, bearer);
  const fault = refusal === undefined ? host.scripts.next(world.vendor, route?.name ?? null) : ok;
  if (route?.catastrophe !== undefined && !route.isMeant?.(path)) {
    ledger.recordCatastrophe(`${method} ${path}: ${route.catastrophe}`);
  }

  const sent = fault.delivery === "reset-unread" ? unread : await readSentBody(request);
  // A refused request identifies nobody: to identify a caller counts as use of its key.
  const isHeard = bearer !== undefined && refusal === undefined;
  const caller = isHeard ? world.callers.identify(world.vendor, bearer) : undefined;
  const params = "params" in match ? match.params : {};
  const origin = `http://${request.headers.host}`;
  const asked: Asked = { method, origin, path, params, query, ...sent, bearer, caller, listing: fault.listing };

  const handled = refusal ?? takeEffect(host, match, asked, fault);
  const reply = faultyReply(service, asked, handled, fault, world.clock.now() + world.switches.dateOffMs);

  const delivery = deliveryOf(reply, fault);
  const isSilent = delivery === "stall-headers" && fault.delayMs === undefined;
  const isAnswered = !isSilent && delivery !== "reset" && delivery !== "reset-unread";
  ledger.record({
    vendor: world.vendor,
    method,
    path,
    query: Object.fromEntries(query),
    route: route?.name ?? null,
    status: isAnswered ? reply.status : null,
    at: world.clock.now(),
    committed: method !== "GET" && handled !== undefined && handled.status < 300,
    who: caller?.name ?? (bearer === undefined ? null : (world.callers.find(bearer)?.name ?? null)),
  });
  // Comes before the first byte goes out, so that a client that has read the answer finds the port closed.
  if (fault.refuses !== undefined) host.suspend(fault.refuses);
  deliver(response, reply, fault);
}

/** The 429 of a request that is one too many. */
function refusalOf({ world, service, rateLimit }: Host, bearer = ""): Reply | undefined {
  const waitMs = rateLimit.waitMs(world.callers.accountOf(bearer) ?? "", world.switches);
  if (waitMs === 0) return undefined;
  const { headers, ...reply } = service.error(429);
  const retryAfter = { "retry-after": String(Math.ceil(waitMs / 1000)) };
  return { ...reply, headers: world.switches.tellsRetryAfter ? { ...headers, ...retryAfter } : headers };
}

function findRoute({ routes, service, basePath }: Host, method: string, rawPath: string): Match {
  const path = normalPath(rawPath);
  if (path !== basePath && !path.startsWith(`${basePath}/`)) {
    return matchRoute(service.pages ?? [], method, path, "ignored");
  }
  return matchRoute(routes, method, path.slice(basePath.length), service.slash());
}
