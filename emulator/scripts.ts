/**
 * The scripted answers of each route: each call takes the next, the last repeats. A script for a route that does not exist is
 * refused, as a typing error in it would let a test pass without its fault.
 */
import { checkFault } from "./fault-check";
import { type Fault, ok } from "./faults";
import type { Route } from "./router";

/** Scripts every route of a vendor that has no script of its own. */
const everyRoute = "*";

export class Scripts {
  readonly #scripts = new Map<string, { answers: readonly Fault[]; taken: number }>();

  set(vendor: string, routes: readonly Route[], route: string, answers: Fault | readonly Fault[]): void {
    const known = [everyRoute, ...routes.map(({ name }) => name)];
    if (!known.includes(route)) throw new Error(`${vendor} has no route "${route}": there are ${known.join(", ")}`);
    const list = Array.isArray(answers) ? [...answers] : [answers as Fault];
    if (list.length === 0) throw new Error("a script needs at least one answer");
    for (const fault of list) checkFault(fault);
    this.#scripts.set(`${vendor} ${route}`, { answers: list, taken: 0 });
  }

  next(vendor: string, route: string | null): Fault {
    const script = this.#scripts.get(`${vendor} ${route}`) ?? this.#scripts.get(`${vendor} ${everyRoute}`);
    if (script === undefined) return ok;
    const answer = script.answers[Math.min(script.taken, script.answers.length - 1)];
    script.taken += 1;
    return answer ?? ok;
  }

  clear(): void {
    this.#scripts.clear();
  }
}
