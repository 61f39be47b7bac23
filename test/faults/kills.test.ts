/** A short run of `npm run kills`. */
import { beforeAll, expect, test } from "@jest/globals";
import "../e2e/harness/environment";
import { kinds, prepareEngine, runTrial } from "./kills/trial";

beforeAll(prepareEngine);

test.each(kinds)("a create whose %s is killed in the middle leaves no key that nothing accounts for", async (kind) => {
  const { hit, insideMint, broken } = await runTrial({
    kind,
    situation: "create",
    requests: 6,
    laterMs: 5,
    answerMs: 60,
  });
  expect({ hit, insideMint, broken }).toEqual({ hit: true, insideMint: true, broken: [] });
});
