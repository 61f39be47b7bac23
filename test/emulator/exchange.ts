/**
 * One request from arrival to answer: match, take the next scripted fault, read, handle, record, deliver. The order is the
 * meaning of "before commit" and "after commit"; what commits does so at one instant, between reading and delivering.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Asked } from "./asked";
import { deliver } from "./delivery";
import type { Fault } from "./faults";
import { faultyReply } from "./faulty-reply";
import type { Ledger } from "./ledger";
import { empty, Refused, type Reply } from "./reply";
import { type Match, matchRoute, normalPath, type Route } from "./router";
import type { Scripts } from "./scripts";
import type { Service, World } from "./vendor";

/** A vendor in operation, with what the core keeps for it. */
export interface Host {
  world: World<object>;
  service: Service;
  basePath: string;
  routes: readonly Route[];
  scripts: Scripts;
  ledger: Ledger;
}

export async function exchange(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answer(host, request, response);
  } catch (error) {
    // A client that went away while sending has nothing to be told; anything else is a mistake in the emulator.
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
  const fault = host.scripts.next(world.vendor, route?.name ?? null);
  if (route?.catastrophe !== undefined) ledger.recordCatastrophe(`${method} ${path}: ${route.catastrophe}`);

  const body = fault.delivery === "reset-unread" ? undefined : await readJson(request);
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const caller = bearer === undefined ? undefined : world.credentials.identify(world.vendor, bearer);
  const params = "params" in match ? match.params : {};
  const asked: Asked = { method, path, params, query, body, bearer, caller, listing: fault.listing };

  const handled = fault.commits ? handle(host, match, asked, fault) : undefined;
  const reply = faultyReply(service, asked, handled, fault);
  reply.headers.date = new Date(world.clock.now() + (fault.dateSkewMs ?? 0)).toUTCString();

  const isSilent = fault.delivery === "stall-headers" && fault.delayMs === undefined;
  const isAnswered = !isSilent && fault.delivery !== "reset" && fault.delivery !== "reset-unread";
  ledger.record({
    vendor: world.vendor,
    method,
    path,
    query: Object.fromEntries(query),
    route: route?.name ?? null,
    status: isAnswered ? reply.status : null,
    at: world.clock.now(),
    committed: method !== "GET" && handled !== undefined && handled.status < 300,
    who: caller?.name ?? (bearer === undefined ? null : (world.credentials.find(bearer)?.name ?? null)),
  });
  deliver(response, reply, fault);
}

function findRoute({ routes, service, basePath }: Host, method: string, rawPath: string): Match {
  const path = normalPath(rawPath);
  if (path !== basePath && !path.startsWith(`${basePath}/`)) return { status: 404 };
  return matchRoute(routes, method, path.slice(basePath.length), service.slash());
}

function handle(host: Host, match: Match, asked: Asked, fault: Fault): Reply {
  const { world, service } = host;
  if ("redirect" in match) {
    const search = asked.query.size > 0 ? `?${asked.query}` : "";
    return empty(307, { location: host.basePath + match.redirect + search });
  }
  if ("status" in match) return service.error(match.status);
  const mintAsStranger = () => service.mint(service.placeOf(asked), {}, "stranger");
  if (fault.stranger === "before-commit") mintAsStranger();
  const before = new Set(world.keys.all);
  const reply = run(match.route, asked);
  for (const key of world.keys.all) if (fault.lag && !before.has(key)) world.keys.delayListing(key, fault.lag);
  if (fault.stranger === "after-commit") mintAsStranger();
  if (fault.revokesCaller && asked.caller) {
    asked.caller.revokedAt = world.clock.now();
    if (asked.caller.key !== null) world.keys.revoke(asked.caller.key, "script");
  }
  return reply;
}

function run(route: Route, asked: Asked): Reply {
  try {
    return route.handle(asked);
  } catch (error) {
    if (error instanceof Refused) return error.reply;
    throw error;
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
