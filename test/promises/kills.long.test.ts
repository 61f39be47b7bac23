/** A short run of `npm run kills`. */
import { beforeAll, expect, test } from "@jest/globals";
import "../e2e/harness/environment";
import { prepareEngine, runTrial } from "./kills/kill-run";
import { kinds } from "./kills/plan";

beforeAll(prepareEngine);

const moment = { requests: 6, laterMs: 5, answerMs: 60 };

test.each(kinds)("a create whose %s is killed in the middle leaves no key that nothing accounts for", async (kind) => {
  const { hit, insideMint, broken } = await runTrial({ kind, situation: "create", ...moment });
  expect({ hit, insideMint, broken }).toEqual({ hit: true, insideMint: true, broken: [] });
});

const rotations = kinds.flatMap((kind) =>
  (["rotate", "rotate by replacement", "retire", "destroy in the overlap"] as const).map((situation) => ({
    kind,
    situation,
  })),
);

test.each(rotations)("runs recover from a $situation whose $kind is killed in the middle", async (plan) => {
  // After 14 requests some keys are revoked, and the answers to these revokes are still to come.
  const requests = plan.situation === "destroy in the overlap" ? 14 : moment.requests;
  const { hit, broken } = await runTrial({ ...plan, ...moment, requests });
  expect({ hit, broken }).toEqual({ hit: true, broken: [] });
});
