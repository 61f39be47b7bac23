/**
 * Refuses a fault that would do nothing or something else than its author meant: from JSON or from JavaScript, no compiler has
 * seen it, and a misspelt fault would let a test pass without any.
 */
import { isObject } from "./asked";
import { bodyKinds, deliveries, type Fault, lastingRefusal, listingFaults, strangerTimes } from "./faults";

const isNumber = (value: unknown) => typeof value === "number";
const isText = (value: unknown) => typeof value === "string";
const oneOf = (words: readonly string[]) => ({ expected: `one of ${words.join(", ")}`, words });

/** The type makes this list complete. */
const fields: Record<
  keyof Fault,
  { expected: string; words?: readonly string[]; accepts?: (value: unknown) => boolean }
> = {
  commits: { expected: "true or false", accepts: (value) => typeof value === "boolean" },
  status: {
    expected: "200 to 599",
    accepts: (value) => isNumber(value) && Number(value) >= 200 && Number(value) < 600,
  },
  headers: {
    expected: "an object of texts",
    accepts: (value) => isObject(value) && Object.values(value).every(isText),
  },
  location: { expected: "a text", accepts: isText },
  body: { ...oneOf(bodyKinds), accepts: (value) => isObject(value) && "json" in value },
  delivery: oneOf(deliveries),
  delayMs: { expected: "a number", accepts: isNumber },
  dateSkewMs: { expected: "a number", accepts: isNumber },
  clockSkewMs: { expected: "a number", accepts: isNumber },
  retryAfterDateMs: { expected: "a number", accepts: isNumber },
  refuses: { expected: `"${lastingRefusal}" or milliseconds`, words: [lastingRefusal], accepts: isNumber },
  stranger: oneOf(strangerTimes),
  lag: {
    expected: "lists or ms, or both",
    accepts: (value) => isObject(value) && Object.values(value).every(isNumber),
  },
  listing: oneOf(listingFaults),
  revokesCaller: { expected: "true or false", accepts: (value) => typeof value === "boolean" },
};

/** Of a call that does not commit there is no key to hide and no list to change. */
const committing: readonly string[] = ["lag", "listing"] satisfies (keyof Fault)[];

export function checkFault(fault: Fault): void {
  if (!("commits" in fault)) throw new Error("each fault says whether it commits");
  for (const [name, value] of Object.entries(fault)) {
    const field = Object.hasOwn(fields, name) ? fields[name as keyof Fault] : undefined;
    if (field === undefined) throw new Error(`a fault has no "${name}": there are ${Object.keys(fields).join(", ")}`);
    const isAccepted = field.words?.includes(String(value)) || field.accepts?.(value);
    if (!isAccepted) throw new Error(`a fault's ${name} is ${field.expected}`);
    if (!fault.commits && committing.includes(name)) throw new Error(`a fault's ${name} needs a call that commits`);
  }
}
