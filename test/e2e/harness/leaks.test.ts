/** The search for secrets finds each form of a secret. A search that finds nothing would let every other test pass. */
import { expect, test } from "@jest/globals";
import { leaksIn } from "./leaks";

const secret = "sk_test_a+b/c=9dHqYQYTH";

test.each<[string, (text: string) => string]>([
  ["in clear", (text) => text],
  ["in a URL", encodeURIComponent],
  ["in hex", (text) => Buffer.from(text).toString("hex")],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["in base64 behind one character", (text) => Buffer.from(`"${text}"`).toString("base64")],
  ["in base64 behind two characters", (text) => Buffer.from(`: ${text}, and more`).toString("base64")],
  ["in base64 for URLs", (text) => Buffer.from(`{"a":${text}}`).toString("base64url")],
])("a secret is found %s", (_, hide) => {
  expect(leaksIn({ clean: "nothing", leaky: `before ${hide(secret)} after` }, ["another", secret])).toEqual(["leaky"]);
});
