/** Draws schedules at random. It must exclude only what no client can handle, and each exclusion must say why. */
import fc from "fast-check";
import { faults, ok, type SwitchChanges, type VendorName } from "../../../emulator/index";
import { vendors } from "../../../emulator/vendors";
import { kitOf } from "../../vendors/every-vendor";
import type { VendorKit } from "../../vendors/kit";
import { isDatedByNoClock } from "../cells";
import { faultNamesOf, isDenial, routesOf, tokenRevoked } from "./routes";
import type { Operation, Schedule, Script, Step, Wanted } from "./schedule";

/** Draws `count` schedules of a seed, from the number `from` on. A seed and a number always give the same schedule. */
export function drawSchedules(vendor: VendorName, seed: number, from: number, count: number): Schedule[] {
  const drawn = fc.sample(scheduleOf(vendor), { seed, numRuns: from + count });
  return drawn.slice(from).map((schedule, index) => ({ number: from + index, ...schedule }));
}

function scheduleOf(vendor: VendorName): fc.Arbitrary<Omit<Schedule, "number">> {
  return fc
    .record({ vendor: fc.constant(vendor), switches: switchesOf(vendor), stacks: fc.constantFrom<1 | 2>(1, 1, 2) })
    .chain((drawn) => {
      const dateOffMs = drawn.switches[vendor]?.dateOffMs;
      return stepsOf(vendor, drawn.stacks).map((steps) => ({
        ...drawn,
        steps: steps.map(datedBySomeClock(dateOffMs)),
      }));
    });
}

/** Where each `Date` is off, leaves out faults of the clock that dates keys. With both clocks off, no client could find a key. */
function datedBySomeClock(dateOffMs: number | undefined) {
  const possible = (name: string) => (isDatedByNoClock(dateOffMs, faults[name] ?? ok) ? "ok" : name);
  return (step: Step): Step => ({ ...step, scripts: withAnswers(step.scripts, possible) });
}

function withAnswers(scripts: readonly Script[], answerOf: (name: string, route: string) => string): Script[] {
  return scripts.map(({ route, answers }) => ({ route, answers: answers.map((name) => answerOf(name, route)) }));
}

/**
 * Choices under which no schedule can work, at any vendor. A kit may have more. A rate limit counts in real time, while a schedule's waits
 * are shortened.
 */
const unlivable = { requestsASecond: [1, 2, 5, 20] } as const;

/** Draws each switch: its default, or a random choice. */
function switchesOf(vendor: VendorName): fc.Arbitrary<SwitchChanges> {
  const choices: Readonly<Record<string, readonly unknown[]>> = vendors[vendor].choices;
  const excluded: VendorKit["unlivable"] = { ...unlivable, ...kitOf(vendor).unlivable };
  const drawn = Object.entries(choices).map(([name, values]) => {
    const possible = values.filter((value) => !excluded[name]?.includes(value));
    return [name, fc.oneof(fc.constant(values[0]), fc.constantFrom(...possible))] as const;
  });
  return fc.record(Object.fromEntries(drawn)).map((switches) => ({ [vendor]: switches }));
}

function stepsOf(vendor: VendorName, stacks: number): fc.Arbitrary<Step[]> {
  return fc.integer({ min: 2, max: 6 }).chain((length) =>
    fc
      .tuple(
        fc.array(operationsOf(vendor, length), { minLength: stacks, maxLength: stacks }),
        fc.array(eventsOf(vendor), { minLength: length, maxLength: length }),
      )
      .map(([byStack, events]) =>
        events.map((event, at) => ({
          operations: byStack.map((operations) => operationAt(operations, at)),
          ...event,
        })),
      ),
  );
}

function operationAt(operations: readonly Operation[], at: number): Operation {
  const operation = operations[at];
  if (!operation) throw new Error(`no operation ${at}`);
  return operation;
}

/** Draws what happens to the stacks in one step. */
function eventsOf(vendor: VendorName): fc.Arbitrary<Omit<Step, "operations">> {
  return fc.record({
    scripts: fc
      .uniqueArray(scriptOf(vendor), { maxLength: 3, selector: ({ route }) => route })
      .map((scripts) => withOneDenial(vendor, scripts)),
    hours: fc.constantFrom(0, 0, 0, 1),
    strangers: fc.constantFrom(0, 0, 0, 1, 2),
  });
}

/** Leaves only the first denial of a step, since no client can see through two (see `isDenial`). */
function withOneDenial(vendor: VendorName, scripts: readonly Script[]): Script[] {
  let denials = 0;
  return withAnswers(scripts, (name, route) => (isDenial(vendor, route, name) && ++denials > 1 ? "ok" : name));
}

function scriptOf(vendor: VendorName): fc.Arbitrary<Script> {
  return fc.constantFrom(...routesOf(vendor)).chain((route) => {
    const fault = fc.oneof(
      { arbitrary: fc.constant("ok"), weight: 300 },
      { arbitrary: fc.constantFrom(...faultNamesOf(vendor, route)), weight: 698 },
      { arbitrary: fc.constant(tokenRevoked), weight: 2 },
    );
    const answers = fc.array(fault, { minLength: 1, maxLength: 6, size: "max" });
    return answers.map((faults) => ({ route, answers: [...faults, "ok"] }));
  });
}

/** Draws the operations of one stack: an up, then ups with changes of the program, refreshes and destroys. */
function operationsOf(vendor: VendorName, length: number): fc.Arbitrary<Operation[]> {
  const edit = fc.tuple(fc.constantFrom(..."abcd"), fc.option(variantOf(vendor), { freq: 3 }));
  const later = fc.oneof(
    { arbitrary: fc.record({ edits: fc.array(edit, { maxLength: 2 }), refreshes: fc.boolean() }), weight: 6 },
    { arbitrary: fc.constant("refresh" as const), weight: 2 },
    { arbitrary: fc.record({ is: fc.constant("destroy" as const), refreshes: fc.boolean() }), weight: 1 },
  );
  return fc
    .tuple(wantedAtFirst(vendor), fc.array(later, { minLength: length - 1, maxLength: length - 1 }))
    .map(([first, changes]) => {
      let wanted = first;
      const operations: Operation[] = [{ is: "up", wanted, refreshes: false }];
      for (const change of changes) {
        if (change === "refresh") operations.push({ is: change });
        else if ("is" in change) operations.push(change);
        else {
          wanted = edited(wanted, change.edits);
          operations.push({ is: "up", wanted, refreshes: change.refreshes });
        }
      }
      return operations;
    });
}

function wantedAtFirst(vendor: VendorName): fc.Arbitrary<Wanted> {
  const names = fc.subarray([..."abcd"], { minLength: 1 });
  const few = names.chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, variantOf(vendor)]))));
  const many = variantOf(vendor).map((variant) =>
    Object.fromEntries([..."abcdefghijklmnop"].map((name) => [name, variant])),
  );
  return fc.oneof({ arbitrary: few, weight: 19 }, { arbitrary: many, weight: 1 });
}

function edited(wanted: Wanted, edits: readonly (readonly [name: string, variant: number | null])[]): Wanted {
  const changed = new Map(Object.entries(wanted));
  for (const [name, variant] of edits) {
    if (variant === null) changed.delete(name);
    else changed.set(name, variant);
  }
  return Object.fromEntries(changed);
}

function variantOf(vendor: VendorName): fc.Arbitrary<number> {
  return fc.nat(kitOf(vendor).variants.length - 1);
}
