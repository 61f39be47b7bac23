/** What a tool prints while long work goes on. */
import { afterEach, expect, jest, test } from "@jest/globals";
import { timed } from "../../tools/project";

const said: string[] = [];
const write = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
  said.push(String(text));
  return true;
});
afterEach(() => {
  said.length = 0;
});

test("that it began, that it still goes on, and how long it took", async () => {
  let ticks = 0;
  // The work ends once the tool has said twice that it still goes on.
  const body = async () => {
    while (said.filter((line) => line.includes("still")).length < 2) await new Promise(setImmediate);
    return ++ticks;
  };
  expect(await timed("building", "built", body, { stillEveryMs: 5 })).toBe(1);
  expect(said[0]).toBe("pulumi-apikeys: building…\n");
  expect(said[1]).toMatch(/^pulumi-apikeys: still building: \d+ s so far\n$/);
  expect(said.at(-1)).toMatch(/^pulumi-apikeys: built in \d+\.\d s\n$/);
});

test("nothing more once it has failed", async () => {
  const failing = timed("building", "built", () => Promise.reject(new Error("no")), { stillEveryMs: 5 });
  await expect(failing).rejects.toThrow("no");
  const count = said.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(said).toHaveLength(count);
  expect(write).toHaveBeenCalled();
});
