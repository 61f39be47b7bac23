/**
 * Refuses a fault that would do nothing, or something else than its author meant. No compiler has seen a fault that comes from JSON or
 * from JavaScript, and a misspelt one would let a test pass without any fault.
 */
import { validateHeaderName, validateHeaderValue } from "node:http";
import { isObject } from "./asked";
import { bodyKinds, deliveries, type Fault, lastingRefusal, listingFaults, strangerTimes } from "./faults";

const isNumber = (value: unknown) => typeof value === "number" && Math.abs(value) <= 1e12;
const isLength = (value: unknown) => isNumber(value) && Number(value) >= 0;
const isText = (value: unknown): value is string => typeof value === "string";
const oneOf = (words: readonly string[]) => ({ expected: `one of ${words.join(", ")}`, words });

/** The type makes this list complete. */
const fields: Record<
  keyof Fault,
  { expected: string; words?: readonly string[]; accepts?: (value: unknown) => boolean }
> = {
  commits: { expected: "true or false", accepts: (value) => typeof value === "boolean" },
  status: {
    expected: "200 to 599",
    accepts: (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) < 600,
  },
  headers: {
    expected: "an object of texts that can be sent, none of which frames the body",
    accepts: (value) => isObject(value) && Object.entries(value).every(isHeader),
  },
  location: { expected: "a text", accepts: isText },
  body: { ...oneOf(bodyKinds), accepts: (value) => isObject(value) && "json" in value },
  delivery: oneOf(deliveries),
  delayMs: { expected: "milliseconds", accepts: isLength },
  dateSkewMs: { expected: "a number", accepts: isNumber },
  clockSkewMs: { expected: "a number", accepts: isNumber },
  retryAfterDateMs: { expected: "a number", accepts: isNumber },
  refuses: { expected: `"${lastingRefusal}" or milliseconds`, words: [lastingRefusal], accepts: isLength },
  stranger: oneOf(strangerTimes),
  lag: {
    expected: "lists or ms, or both",
    accepts: (value) =>
      isObject(value) &&
      Object.keys(value).length > 0 &&
      Object.entries(value).every(([name, length]) => ["lists", "ms"].includes(name) && isLength(length)),
  },
  listing: oneOf(listingFaults),
  revokesCaller: { expected: "true or false", accepts: (value) => typeof value === "boolean" },
};

/** A call that does not commit makes no key to hide and no list to change. */
const committing: readonly string[] = ["lag", "listing"] satisfies (keyof Fault)[];

/** The emulator writes these headers itself: those of a script would contradict it on the wire. */
const framing = ["connection", "content-length", "transfer-encoding"];

function isHeader([name, value]: [string, unknown]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value as string);
  } catch {
    return false;
  }
  return isText(value) && !framing.includes(name.toLowerCase());
}

export function checkFault(fault: Fault): void {
  if (!("commits" in fault)) throw new Error("each fault says whether it commits");
  for (const [name, value] of Object.entries(fault)) {
    const field = Object.hasOwn(fields, name) ? fields[name as keyof Fault] : undefined;
    if (field === undefined) throw new Error(`a fault has no "${name}": there are ${Object.keys(fields).join(", ")}`);
    const isAccepted = (isText(value) && field.words?.includes(value)) || field.accepts?.(value);
    if (!isAccepted) throw new Error(`a fault's ${name} is ${field.expected}`);
    if (!fault.commits && committing.includes(name)) throw new Error(`a fault's ${name} needs a call that commits`);
  }
  const { commits, delivery, delayMs } = fault;
  if (commits && delivery === "reset-unread") throw new Error("what is not read does not commit");
  const takesTime = delivery === "drip" || delivery?.startsWith("stall-");
  if (delayMs !== undefined && !takesTime) throw new Error("a fault's delayMs needs a delivery that takes time");
}
