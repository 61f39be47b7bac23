/** What a person reads while a run waits for lists that may lag: one line for a resource, before a wait that can be taken for a hang. */
import { isFirstWait } from "../run/waits-told";
import { limits } from "../values/limits";
import { say } from "../values/say";
import type { Session } from "./session";

/** Says so once for a record in this run, when as much as `forMs` is ahead. */
export function sayWaiting({ account, origin, recordId }: Session, forMs: number): void {
  if (forMs < limits.longWaitMs || !isFirstWait(recordId)) return;
  const seconds = Math.ceil(forMs / 1000);
  say(origin, `looking for the key in ${account.definition.title}'s lists, which may lag: up to ${seconds} s`);
}
