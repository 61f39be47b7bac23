/** What a state file shows to a person who finds it: no value in clear, and the provider's text, which is a frozen wire format. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { marked } from "../vendors/chosen";
import { tokenOf } from "../way-in";
import { keyCases } from "./harness/keys";
import { leaksIn } from "./harness/leaks";
import { sharedStack } from "./harness/stack";
import { isSecret } from "./harness/state";

/** The provider's text as this version writes it. A later version's delete and refresh run this text, so it must go on to work. */
const text = (type: string) =>
  `exports.handler=()=>{var e,r,p=process;[()=>p.env.PWD||p.cwd(),p.cwd,()=>p.argv[1]].map(f=>{try{r??=require("module").createRequire(f()+"/package.json")("pulumi-apikeys/runtime")}catch(x){e??=x}});if(!r){e=Error("pulumi-apikeys cannot be loaded ("+(e.code||e.name)+", Node "+p.versions.node+"): run \`npm install pulumi-apikeys\` in the project's folder, with Node 22.19 or newer, then the same command again. No key was touched.");e.stack="";throw e}return r.provider("${type}")}`;

/** The texts of earlier versions, which stand in users' states. */
const earlierTexts = [
  (type: string) =>
    `exports.handler=()=>{try{var r=require("module").createRequire(process.cwd()+"/package.json")("pulumi-apikeys/runtime")}catch(e){throw Object.assign(Error("pulumi-apikeys cannot be loaded ("+(e.code||e.name)+", Node "+process.versions.node+"): run \`npm install pulumi-apikeys\` in the project's folder, with Node 22.19 or newer, then the same command again. No key was touched."),{stack:""})}return r.provider("${type}")}`,
];

describe("the state of a key", () => {
  const stack = sharedStack();

  test("holds the value encrypted, with and without a program's own additionalSecretOutputs", async () => {
    await stack.up(async () => {
      for (const vendor of vendorNames) {
        const { declare } = keyCases[vendor];
        declare(vendor, stack);
        declare(`${vendor}-own`, stack, {}, { additionalSecretOutputs: ["createdAt"] });
      }
    });
    for (const vendor of vendorNames) {
      const { valueOutput } = keyCases[vendor];
      const [plain, own] = [stack.state(vendor).outputs, stack.state(`${vendor}-own`).outputs];
      expect([isSecret(plain[valueOutput]), isSecret(plain.createdAt)]).toEqual([true, false]);
      expect([isSecret(own[valueOutput]), isSecret(own.createdAt)]).toEqual([true, true]);
    }
  });

  test("holds it in no other place, also when it is exported with its secrets shown", async () => {
    const resources = await stack.exported();
    const withoutValues = JSON.stringify(resources, (name, value) =>
      (name === "apiKey" || name === "privateKey") && isSecret(value) ? "" : value,
    );
    expect(leaksIn({ resources: JSON.stringify(resources) }, stack.ledger.secrets())).toEqual(["resources"]);
    expect(leaksIn({ withoutValues }, stack.ledger.secrets())).toEqual([]);
  });

  test("holds the provider as a constant text, the same for all keys of a type, under 500 bytes", () => {
    for (const vendor of vendorNames) {
      const { type } = keyCases[vendor];
      for (const { inputs, outputs } of [stack.state(vendor), stack.state(`${vendor}-own`)]) {
        expect(inputs.__provider).toBe(text(type));
        expect(outputs.__provider).toBe(text(type));
      }
      expect(Buffer.byteLength(text(type))).toBeLessThan(500);
    }
  });

  test("of an earlier version is read by its own text", async () => {
    for (const earlier of earlierTexts) {
      const types = vendorNames.map((vendor) => keyCases[vendor].type);
      const asEarlier = (state: string) =>
        types.reduce((all, type) => all.replaceAll(JSON.stringify(text(type)), JSON.stringify(earlier(type))), state);
      await stack.rewrite((resources) => JSON.parse(asEarlier(JSON.stringify(resources))));
      expect(stack.state(marked).outputs.__provider).toBe(earlier(keyCases[marked].type));
      await stack.refresh();
      const run = await stack.up();
      expect(run.changes).toEqual({ same: 1 + 2 * vendorNames.length });
    }
  });

  test("names the type as the contract does", () => {
    expect(forEachVendor((vendor) => stack.state(vendor).type)).toEqual(
      forEachVendor((vendor) => tokenOf(keyCases[vendor].type)),
    );
  });
});
