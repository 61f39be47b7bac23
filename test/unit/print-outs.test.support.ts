/** Every way in which an error can be printed, so that a test can search all of them for what must never be there. */
import { inspect } from "node:util";

export function printOuts(error: unknown): string {
  const own = error as Error;
  return [
    String(error),
    own.message,
    own.stack,
    JSON.stringify(error),
    JSON.stringify(Object.getOwnPropertyDescriptors(error)),
    inspect(error, { depth: 10, showHidden: true }),
    own.cause === undefined ? "" : printOuts(own.cause),
  ].join("\n");
}
