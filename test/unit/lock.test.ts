/** Work of one name runs one piece at a time and in order, whatever fails. Work of one name never waits for another name. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { exclusively } from "../../provider/core/values/one-at-a-time";

function gate<T>() {
  return Promise.withResolvers<T>();
}

test("work of one name begins when the work before it has ended, in the order in which it was asked for", async () => {
  const log: string[] = [];
  const gates = [gate<void>(), gate<void>(), gate<void>()];
  const all = gates.map(({ promise }, index) =>
    exclusively("one", async () => {
      log.push(`begin ${index}`);
      await promise;
      log.push(`end ${index}`);
    }),
  );
  // The gates open in reverse order: the second and the third piece of work wait all the same.
  for (const { resolve } of gates.toReversed()) resolve();
  await Promise.all(all);
  expect(log).toEqual(["begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"]);
});

test("a failure reaches its own caller and breaks nothing for the next", async () => {
  const failing = exclusively("failing", async () => {
    throw new Error("mine");
  });
  const throwing = exclusively("failing", () => {
    throw new Error("mine too");
  });
  const next = exclusively("failing", async () => "done");
  await expect(failing).rejects.toThrow("mine");
  await expect(throwing).rejects.toThrow("mine too");
  await expect(next).resolves.toBe("done");
  await expect(exclusively("failing", async () => "again")).resolves.toBe("again");
});

test("other names do not wait", async () => {
  const { promise, resolve } = gate<void>();
  const held = exclusively("held", () => promise);
  await expect(exclusively("other", async () => "done")).resolves.toBe("done");
  resolve();
  await held;
});

test("whatever is asked for in whichever order, no two of one name overlap and none is lost", async () => {
  const work = fc.array(fc.record({ name: fc.constantFrom("a", "b", "c"), turns: fc.nat(4), fails: fc.boolean() }), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(work, async (asked) => {
      const running = new Map<string, number>();
      const finished: Record<string, number[]> = { a: [], b: [], c: [] };
      const all = asked.map(({ name, turns, fails }, index) =>
        exclusively(name, async () => {
          running.set(name, (running.get(name) ?? 0) + 1);
          expect(running.get(name)).toBe(1);
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          running.set(name, 0);
          finished[name]?.push(index);
          if (fails) throw new Error("asked to");
          return index;
        }),
      );
      const settled = await Promise.allSettled(all);
      expect(settled.map(({ status }) => status)).toEqual(asked.map(({ fails }) => (fails ? "rejected" : "fulfilled")));
      for (const indexes of Object.values(finished)) expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
    }),
  );
});
