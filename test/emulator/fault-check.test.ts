/** Which faults a script may hold. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { beforeCommit, createEmulator, type Emulator, type Fault, lag, listing, ok } from "../../emulator/index";

const mintRoute = "POST /service-accounts/:org/:name/api-keys";
let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator();
});
afterAll(() => emulator.close());

test("a script for a route that does not exist, without answers, or with half a fault is refused", () => {
  expect(() => emulator.script("kosli", "POST /api-keys", ok)).toThrow(
    /no route "POST \/api-keys": there are \*, POST/,
  );
  expect(() => emulator.script("kosli", mintRoute, [])).toThrow("at least one answer");
  expect(() => emulator.script("kosli", mintRoute, {} as Fault)).toThrow("whether it commits");
  const misspelt = { commits: true, delivery: "rest" } as unknown as Fault;
  expect(() => emulator.script("kosli", mintRoute, misspelt)).toThrow(
    "a fault's delivery is one of reset-unread, reset,",
  );
  for (const fault of [lag({ lists: 1 }), listing("page-lost")].map(beforeCommit)) {
    expect(() => emulator.script("kosli", mintRoute, fault)).toThrow("needs a call that commits");
  }
  const endless = { commits: true, refuses: "for ever" } as unknown as Fault;
  expect(() => emulator.script("kosli", mintRoute, endless)).toThrow('refuses is "until-accept" or milliseconds');
  const unknown = { commits: true, stutter: 1 } as Fault;
  expect(() => emulator.script("kosli", mintRoute, unknown)).toThrow('a fault has no "stutter"');
});

describe("a fault that cannot be meant is refused:", () => {
  test.each<[string, object]>([
    ["a header that cannot be sent", { commits: true, headers: { "x y": "1" } }],
    ["one that frames the body", { commits: true, headers: { "Content-Length": "2" } }],
    ["a list in a word's place", { commits: true, body: ["html"] }],
    ["a delay of nothing", { commits: true, delayMs: 500 }],
    ["what is not read and takes effect", { commits: true, delivery: "reset-unread" }],
    ["half a status", { commits: false, status: 204.5 }],
    ["a refusal that has ended", { commits: true, refuses: -1 }],
    ["a date beyond all", { commits: true, dateSkewMs: 1e18 }],
    ["a lag of nothing", { commits: true, lag: {} }],
    ["a misspelt lag", { commits: true, lag: { list: 3 } }],
  ])("%s", (_, fault) => {
    expect(() => emulator.script("kosli", "*", fault as Fault)).toThrow(/^a fault|^what is not read/);
  });
});
