/** Which bodies of a successful answer are accepted: an empty one only where the vendor documents it, an unreadable one never. */
import { createServer } from "node:http";
import { afterEach, expect, test } from "@jest/globals";
import { z } from "zod";
import { emptyBody } from "../../../provider/core/vendor/answer-fields";
import { Client } from "../../../provider/core/vendor/http/client";
import { accountAt } from "../accounts.test.support";
import { accountDefinition, endOf } from "./calls.test.support";
import { Served } from "./servers.test.support";

const deleted = z.object({ deleted: z.literal(true) });
const forms = { "a body": deleted, "a body or none": z.union([deleted, emptyBody]), "whatever comes": z.unknown() };

let served: Served;
afterEach(() => served.close());

test.each([
  ["a body", '{"deleted":true}', "success"],
  ["a body", "", "unknown"],
  ["a body or none", '{"deleted":true}', "success"],
  ["a body or none", "", "success"],
  ["a body or none", "OK", "unknown"],
  ["a body or none", "null", "unknown"],
  ["a body or none", '{"deleted":', "unknown"],
  ["whatever comes", "OK", "success"],
  ["whatever comes", "", "success"],
] as const)("documented as %s, %j is: %s", async (form, body, outcome) => {
  served = await new Served(createServer((_, response) => response.end(body))).listen();
  const client = new Client(accountAt(accountDefinition, `http://127.0.0.1:${served.port}`, "token"));
  expect(await endOf(client.delete<unknown>("deleting", "/keys/one", forms[form]))).toMatchObject({ outcome });
});
