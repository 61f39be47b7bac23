/** How the sentences of the provider are gathered: each once, with its holes, and nothing that nobody reads. */
import { expect, test } from "@jest/globals";
import { messagesIn } from "../../tools/generate/messages";

const read = (source: string) => messagesIn("provider/some.ts", source);

test("a text, a template and a sum are one sentence each, their holes `…`", () => {
  expect(read(`say("the key was not revoked"); say(\`key \${id} was not revoked by \${who()}\`);`)).toEqual([
    "the key was not revoked",
    "key … was not revoked by …",
  ]);
  expect(read(`const text = \`key \${id} was revoked. \` + more + " Then run it again";`)).toEqual([
    "key … was revoked. … Then run it again",
  ]);
});

test("a sentence within a hole stands by itself", () => {
  expect(read(`say(\`nothing was sent at all: \${isLate ? "it is too late for that" : rest}\`); f(a + "b");`)).toEqual([
    "nothing was sent at all: …",
    "it is too late for that",
  ]);
});

test("comments, imports, types and single words are left out", () => {
  const source =
    '/** This is a docstring only. */ import { a } from "a very long path"; type A = "this is a type here"; f("too few words");';
  expect(read(source)).toEqual([]);
});
