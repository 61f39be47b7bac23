/**
 * What a scripted fault makes of an answer's status, headers and body. How it travels is `delivery`'s matter.
 */
import { posix } from "node:path";
import type { Asked } from "./asked";
import type { Fault, FaultBody } from "./faults";
import { empty, json, type Reply } from "./reply";
import type { Service } from "./vendor";

const hugeBytes = 10 * 1024 * 1024;

/** The page a proxy in front of a vendor answers with. */
const html = "<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>An error occurred</h1></body></html>\n";

/** `handled` is undefined when the handler did not run. */
export function faultyReply(service: Service, asked: Asked, handled: Reply | undefined, fault: Fault): Reply {
  const { status, body, location, headers } = fault;
  const answer = status === undefined ? (handled ?? service.error(503)) : withStatus(service, status, handled);
  const reply = body === undefined ? answer : withBody(answer, body);
  const target = location === undefined ? {} : { location: locationOf(asked, location) };
  return { ...reply, headers: { ...service.headers(), ...reply.headers, ...target, ...headers } };
}

function withStatus(service: Service, status: number, handled: Reply | undefined): Reply {
  if (status >= 400) return service.error(status);
  if (status >= 300) return empty(status);
  return { ...(handled ?? json(status, {})), status };
}

function withBody(reply: Reply, body: FaultBody): Reply {
  if (typeof body === "object") return json(reply.status, body.json);
  switch (body) {
    case "empty":
      return empty(reply.status);
    case "html":
      return { status: reply.status, headers: { "content-type": "text/html; charset=utf-8" }, body: html };
    case "wrong-shape":
      return json(reply.status, { unexpected: "shape" });
    case "invalid-json":
      return { ...reply, body: '{"id": "cut of' };
    case "huge":
      return { ...reply, body: " ".repeat(hugeBytes) + reply.body };
  }
}

function locationOf({ path }: Asked, location: string): string {
  if (location === "itself") return path;
  return location === "collection" ? posix.dirname(path) : location;
}
