/** What a person reads while a run waits for lists that may lag. It is one line for a resource, before a wait that looks like a hang. */
import { isFirstWait } from "../run/waits-told";
import { limits } from "../values/limits";
import { say } from "../values/say";
import type { Session } from "./session";

/** Says so once for each record in a run, and only before a long wait. `forMs` is the time that the wait can still take. */
export function sayWaiting({ account, origin, recordId }: Session, forMs: number): void {
  if (forMs < limits.longWaitMs || !isFirstWait(recordId)) return;
  const seconds = Math.ceil(forMs / 1000);
  say(origin, `looking for the key in ${account.definition.title}'s lists, which may lag: up to ${seconds} s`);
}
