import { expect, test } from "@jest/globals";
import { freshStack } from "./stack";

const stack = freshStack();

test("a program whose engine has gone fails no file of tests", async () => {
  await stack.up(async () => {
    // A program that still runs after its engine has gone gets this error from each call.
    throw Object.assign(new Error("14 UNAVAILABLE: No connection established"), { code: 14 });
  });
  expect(stack.resources).toEqual([]);
});
