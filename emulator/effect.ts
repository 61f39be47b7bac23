/**
 * What a call changes at the vendor, all at one instant: what its handler commits, and what strangers do at the same time by the
 * script. Strangers act whether or not the call commits.
 */
import type { Asked } from "./asked";
import type { Host } from "./exchange";
import type { Fault } from "./faults";
import { empty, Refused, type Reply } from "./reply";
import type { Match, Route } from "./router";

/** What the handler answered; undefined when it did not run. */
export function takeEffect({ world, service, basePath }: Host, match: Match, asked: Asked, fault: Fault) {
  const { clock, keys } = world;
  return clock.skewed(fault.clockSkewMs ?? 0, () => {
    const mintAsStranger = () => service.mint(service.placeOf(asked), {}, "stranger");
    if (fault.stranger === "before-commit") mintAsStranger();
    const before = new Set(keys.all);
    const reply = fault.commits ? handle() : undefined;
    for (const key of keys.all) if (fault.lag && !before.has(key)) keys.delayListing(key, fault.lag);
    if (fault.stranger === "after-commit") mintAsStranger();
    if (fault.revokesCaller && asked.caller) {
      asked.caller.revokedAt = clock.now();
      if (asked.caller.key !== null) keys.revoke(asked.caller.key, "script");
    }
    return reply;
  });

  function handle(): Reply {
    if ("status" in match) return service.error(match.status);
    if ("route" in match) return run(match.route, asked);
    const search = asked.query.size > 0 ? `?${asked.query}` : "";
    return empty(307, { location: asked.origin + basePath + match.redirect + search });
  }
}

function run(route: Route, asked: Asked): Reply {
  try {
    return route.handle(asked);
  } catch (error) {
    if (error instanceof Refused) return error.reply;
    throw error;
  }
}
