/** schema.json says of each resource what its definition and its docstrings say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { type Definition, identityOf } from "../../provider/core/vendor/definition";
import { definitions } from "../../provider/definitions";
import { ensureEngine } from "../../tools/engine/index";
import { projectFile } from "../../tools/project";
import { cleanUp, start, temporaryFolder } from "../tools/processes";

interface Spec {
  readonly type?: string;
  readonly $ref?: string;
  readonly description: string;
  readonly secret?: boolean;
  readonly defaultInfo?: object;
}
type Properties = Readonly<Record<string, Spec>>;
interface Resource {
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
  readonly properties: Properties;
  readonly required: readonly string[];
}

const schemaFile = projectFile("schema.json");
const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
const each = definitions.map((definition) => [definition.type, definition] as const);
const resource = (type: string): Resource => schema.resources[`apikeys:${type}`];
const having = (properties: Properties, field: string) =>
  Object.entries(properties).flatMap(([name, spec]) => (field in spec ? [name] : []));

afterAll(cleanUp);

test("schema.json is accepted by `pulumi schema check`, without a warning", async () => {
  const { binDir } = await ensureEngine();
  const env = { ...process.env, PULUMI_HOME: temporaryFolder(), PULUMI_SKIP_UPDATE_CHECK: "true" };
  const checked = await start(join(binDir, "pulumi"), ["schema", "check", schemaFile], env).ended;
  expect(checked).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

test("there is a resource for each definition and no other", () => {
  expect(Object.keys(schema.resources)).toEqual(definitions.map(({ type }) => `apikeys:${type}`));
});

describe.each(each)("%s", (type, definition) => {
  const { inputProperties, properties, requiredInputs, required } = resource(type);

  test("the key's value is a secret output, and it is the only one", () => {
    expect(having(properties, "secret")).toEqual([definition.valueOutput]);
  });

  test("the inputs marked as replacing are those of the identity, and the organization where there is one", () => {
    const identity = Object.keys(identityOf(definition as unknown as Definition, {}));
    const expected = [...identity, ...(definition.account.org ? ["org"] : [])];
    expect(having(inputProperties, "willReplaceOnChanges").sort()).toEqual(expected.sort());
  });

  test("no input makes the engine itself replace, which cannot tell an equal duration in other words", () => {
    expect(having(inputProperties, "replaceOnChanges")).toEqual([]);
  });

  test("what the constructor writes by itself is in neither the inputs nor the outputs", () => {
    const all = Object.keys({ ...inputProperties, ...properties });
    expect(all).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(origin|__origin|__provider|id|urn)$/)]));
  });

  test("inherited inputs and outputs are there", () => {
    expect(Object.keys(inputProperties)).toEqual(expect.arrayContaining(["adopt", "account", "marker"]));
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(["keyId", "createdAt", "mintedBy"]));
  });

  test("an input is required exactly when the definition cannot do without it", () => {
    const needed = Object.entries(definition.inputs.shape).filter(([, form]) => !form.safeParse(undefined).success);
    expect(requiredInputs).toEqual(needed.map(([name]) => name));
    expect(required).toEqual(expect.arrayContaining([definition.valueOutput, "keyId"]));
  });

  test("the value of an adopted key is a secret, and so is all that holds it", () => {
    expect(schema.types["apikeys:index:Adopt"].properties.value).toMatchObject({ secret: true });
    expect(inputProperties.adopt).toMatchObject({ $ref: "#/types/apikeys:index:Adopt", secret: true });
  });

  test("config keys stand in descriptions by the names that the package gives them", () => {
    expect(JSON.stringify(resource(type))).not.toMatch(new RegExp(`\`${definition.account.vendor}:`));
  });
});

describe("the config variables", () => {
  const variables: Properties = schema.config.variables;

  test("are those of an explicit provider too", () => {
    expect(schema.provider.inputProperties).toEqual(variables);
  });

  test.each(each)("of %s hold its tokens as secrets", (_, { account: { vendor, token } }) => {
    const name = vendor + token.config.charAt(0).toUpperCase() + token.config.slice(1);
    expect(variables[name]).toMatchObject({ type: "string", secret: true });
    expect(variables[`${vendor}Accounts`]).toMatchObject({ type: "object", secret: true });
  });

  test("have no default from the environment, which an SDK would put into the state", () => {
    expect(Object.values(variables).filter(({ defaultInfo }) => defaultInfo)).toEqual([]);
    expect(variables.kosliApiUrl?.description).toContain(
      "Also read from `KOSLI_API_URL` or `KOSLI_HOST` in the environment.",
    );
  });
});

test("a union of texts is an enum, an output that may be undefined is not required", () => {
  expect(schema.types["apikeys:nekuda:OnDelete"].enum).toEqual([{ value: "revoke" }, { value: "delete" }]);
  const { inputProperties, required } = resource("nekuda:ApiKey");
  expect(inputProperties.onDelete?.$ref).toBe("#/types/apikeys:nekuda:OnDelete");
  expect(required).not.toContain("environment");
});

test("a line break inside a docstring's paragraph is none in the description, one between paragraphs is", () => {
  const { description } = schema.resources["apikeys:devin:ServiceApiKey"];
  expect(description).toMatch(/^A service key of a Devin organization, [^\n]+\n\nDevin's keys have [^\n]+$/);
});
