/**
 * Brings a reply over the wire, well or badly. By now everything that commits has committed; nothing here may touch a key.
 */
import type { ServerResponse } from "node:http";
import type { Delivery, Fault } from "./faults";
import type { Reply } from "./reply";

/**
 * How long the client has to read the half before the connection is reset. A reset may discard what the client has not read, and TCP
 * does not tell a sender how much that is. Linux discards nothing: the client gets the half without any wait. Elsewhere a slower client
 * meets a reset instead of an answer, which is another of the listed faults.
 */
const readingTimeMs = 20;

/** A reply without a body (204, 304) cannot break off in it: it breaks off before its headers. */
export function deliveryOf({ status }: Reply, { delivery }: Fault): Delivery | undefined {
  if (status !== 204 && status !== 304) return delivery;
  if (delivery === "reset-mid-body" || delivery === "truncate") return "reset";
  return delivery === "stall-body" ? "stall-headers" : delivery;
}

export function deliver(response: ServerResponse, reply: Reply, fault: Fault): void {
  const { delayMs } = fault;
  const bytes = Buffer.from(reply.body);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  const isBodiless = reply.status === 204 || reply.status === 304;
  let timer: NodeJS.Timeout | undefined;
  response.once("close", () => clearTimeout(timer));
  const later = (run: () => void, ms: number) => {
    timer = setTimeout(run, ms);
  };
  const head = (length = bytes.length) => {
    response.sendDate = false;
    response.writeHead(
      reply.status,
      isBodiless ? reply.headers : { ...reply.headers, "content-length": String(length) },
    );
    response.flushHeaders();
  };
  // A reply that breaks off must have promised more than it sends, also where the right answer is empty.
  const headPromisingMore = () => head(Math.max(bytes.length, half.length + 1));

  switch (deliveryOf(reply, fault)) {
    case "reset-unread":
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "reset-mid-body":
      headPromisingMore();
      response.write(half, () => later(() => response.socket?.resetAndDestroy(), readingTimeMs));
      return;
    case "truncate":
      headPromisingMore();
      response.write(half, () => response.socket?.end());
      return;
    case "stall-headers":
      if (delayMs !== undefined) later(() => deliver(response, reply, { commits: true }), delayMs);
      return;
    case "stall-body":
      if (delayMs === undefined) headPromisingMore();
      else head();
      response.write(half);
      if (delayMs !== undefined) later(() => response.end(bytes.subarray(half.length)), delayMs);
      return;
    case "drip":
      head();
      drip(0);
      return;
    default:
      head();
      response.end(bytes);
  }

  function drip(from: number): void {
    if (from >= bytes.length) {
      response.end();
      return;
    }
    response.write(bytes.subarray(from, from + 1));
    later(() => drip(from + 1), delayMs ?? 1);
  }
}
