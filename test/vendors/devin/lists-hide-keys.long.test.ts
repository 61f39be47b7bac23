/** A schedule for Devin that is rarely among the random ones. */
import { expect, test } from "@jest/globals";
import { runSchedules } from "../../promises/schedules/lockstep";
import type { Schedule } from "../../promises/schedules/schedule";
import { kit } from "./kit";

test("a run that cannot tell of a key because lists still hide it is followed by another", async () => {
  // Only the key itself could tell that the token is of the right account: no other key is in its organization, and the vendor does not
  // tell which key asks.
  const hiding = { listLagMs: 400, selfAnswersAdminKeys: 404, selfAnswersServiceKeys: 200 } as const;
  const refused = { route: kit.routes.mint, answers: ["status 401, before commit"] };
  const alone = 5;
  const up = { is: "up", wanted: { a: alone }, refreshes: false } as const;
  const steps = [{ operations: [up], scripts: [refused], hours: 0, strangers: 0 }];
  const schedule: Schedule = { number: 0, vendor: "devin", switches: { devin: hiding }, stacks: 1, steps };
  expect(await runSchedules([schedule], { seed: 3, timeFactor: 0.01 })).toEqual([]);
});
