/** Compares the simulated stack with the real engine: the same runs must send the same requests, and leave the same records. */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type Emulator, type Fault, ok, reset, status } from "../../emulator/index";
import { freshStack } from "../e2e/harness/stack";
import { keyClass } from "../vendors/classes";
import { kitOf, vendorThat } from "../vendors/every-vendor";
import { isMarked } from "../vendors/kit";
import { OneStack } from "./one-stack";

// A vendor that needs no list to prove the account: only the lists that are scripted here are read.
const vendor = vendorThat(
  (kit) => isMarked(kit) && "description" in kit.definition.inputs.shape && !kit.isAccountProvedByLists,
);
const { routes, usual } = kitOf(vendor);
const { mint, list, revoke } = routes;
const Key = keyClass(vendor);

/** One run, and how the vendor answers in it. */
interface Step {
  readonly is: "up" | "refresh" | "destroy";
  /** What the program asks for; no key, if absent. */
  readonly wants?: { readonly description: string; readonly trigger?: string };
  readonly scripts?: Readonly<Record<string, readonly Fault[]>>;
  /** The owner of the vendor's account revokes each live key before the run. */
  readonly areLiveKeysRevoked?: boolean;
}

interface Outcome {
  readonly isFailed: boolean;
  /** Without repeated looks. The provider looks for a key until lists must have it, so the slower real engine needs fewer looks. */
  readonly sent: readonly string[];
  /** Sorted, since records have no order. */
  readonly records: readonly string[];
}

const real = freshStack();
let simulated: OneStack;
beforeEach(async () => {
  simulated = await OneStack.open(vendor);
});
afterEach(() => simulated.close());

const inputs = ({ description, trigger }: NonNullable<Step["wants"]>) => ({
  ...usual(real.emulator),
  description,
  ...(trigger !== undefined && { rotation: { trigger, overlap: "24h" } }),
});

function meet({ ledger, strangers, ...emulator }: Emulator, { scripts = {}, areLiveKeysRevoked }: Step): void {
  for (const route of [mint, list, revoke]) emulator.script(vendor, route, scripts[route] ?? ok);
  if (areLiveKeysRevoked) for (const key of ledger.liveKeys(vendor)) strangers.revoke(key);
}

/** What a record holds, without what differs from emulator to emulator. */
function outlineOf(outputs: Readonly<Record<string, unknown>>): string {
  const { keyId, previousKeyId, pending, description } = outputs;
  return `${description}: ${keyId === "" ? "no key" : "key"}${previousKeyId ? ", previous" : ""}${pending ? ", pending" : ""}`;
}

/**
 * The requests without repeated looks. A look is a GET. A look that equals the two looks before it is left out. So is a pair of looks
 * that equals the pair before it.
 */
function lookedOnce(sent: readonly string[]): string[] {
  const looks: string[] = [];
  for (const each of sent) {
    // The same look over and over. The rule for pairs alone would leave two or three of them, by whether their count is even.
    if (each.startsWith("GET ") && looks.at(-1) === each && looks.at(-2) === each) continue;
    const [first, second, third] = looks.slice(-3);
    const isRepeated = each.startsWith("GET ") && first?.startsWith("GET ") && first === third && second === each;
    if (isRepeated) looks.pop();
    else looks.push(each);
  }
  return looks;
}

function outcome(emulator: Emulator, before: number, isFailed: boolean, outputs: readonly object[]): Outcome {
  const calls = emulator.ledger.calls().slice(before);
  return {
    isFailed,
    sent: lookedOnce(calls.map(({ route, status: answered }) => `${route} ${answered}`)),
    records: outputs.map((each) => outlineOf(each as Record<string, unknown>)).toSorted(),
  };
}

async function simulate(step: Step): Promise<Outcome> {
  const { emulator, stack } = simulated;
  meet(emulator, step);
  const before = emulator.ledger.calls().length;
  const program = step.wants ? simulated.program(inputs(step.wants)) : new Map();
  const { errors } = await (step.is === "up" ? simulated.up(program) : simulated[step.is]());
  return outcome(
    emulator,
    before,
    errors.length > 0,
    stack.records.map(({ outputs }) => outputs),
  );
}

async function run(step: Step, { isFailed }: Outcome): Promise<Outcome> {
  const { emulator } = real;
  meet(emulator, step);
  const before = emulator.ledger.calls().length;
  const program = async () => {
    if (step.wants) new Key("ci", inputs(step.wants));
  };
  if (isFailed) await real.failing(step.is, step.is === "up" ? program : undefined, { continueOnError: false });
  else await (step.is === "up" ? real.up(program) : real[step.is]());
  return outcome(
    emulator,
    before,
    isFailed,
    real.resources.flatMap(({ outputs }) => (outputs?.keyId === undefined ? [] : [outputs])),
  );
}

const first = { description: "first" };
const second = { description: "second" };

test.each<[string, readonly Step[]]>([
  [
    "a create that is refused, then lost, then settled, and a destroy that fails",
    [
      { is: "up", wants: first, scripts: { [mint]: [status(403)] } },
      { is: "up", wants: first, scripts: { [mint]: [reset("after-commit")], [list]: [ok, status(501)] } },
      { is: "refresh", scripts: { [list]: [status(501)] } },
      { is: "up", wants: first },
      { is: "up", wants: first },
      { is: "destroy", scripts: { [revoke]: [status(501)] } },
      { is: "destroy" },
    ],
  ],
  [
    "a replacement whose delete fails, a key that is revoked by hand, and one that leaves the program",
    [
      { is: "up", wants: first },
      { is: "up", wants: second, scripts: { [revoke]: [status(501)] } },
      { is: "up", wants: second },
      { is: "refresh", areLiveKeysRevoked: true },
      { is: "up", wants: second },
      { is: "up" },
    ],
  ],
  [
    "a rotation in place, one that is lost, and a replacement that is lost",
    [
      { is: "up", wants: { ...first, trigger: "1" } },
      { is: "up", wants: { ...first, trigger: "2" } },
      {
        is: "up",
        wants: { ...first, trigger: "3" },
        scripts: { [mint]: [reset("after-commit")], [list]: [ok, ok, status(501)] },
      },
      { is: "refresh" },
      { is: "up", wants: { ...first, trigger: "3" } },
      { is: "up", wants: second, scripts: { [mint]: [reset("before-commit")], [list]: [ok, status(501)] } },
      { is: "up", wants: second },
      { is: "destroy" },
    ],
  ],
])("%s", async (_, steps) => {
  for (const [at, step] of steps.entries()) {
    const expected = await simulate(step);
    expect({ at, step, ...(await run(step, expected)) }).toEqual({ at, step, ...expected });
  }
  expect(real.ledger.liveKeys(vendor)).toEqual([]);
});
