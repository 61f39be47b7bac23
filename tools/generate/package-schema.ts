// schema.json: the native plugin's package as Pulumi's tools see it. Descriptions and types must never be written here: they come from
// the sources.
import { readFileSync } from "node:fs";
import { packageName as name, nativeToken } from "../../provider/core/program/type-tokens";
import type { Definition } from "../../provider/core/vendor/definition";
import { projectFile } from "../project";
import { configVariables, inPackageWords } from "./config-variables";
import { saysReplaced } from "./docstring";
import { replacingInputs } from "./resource-module";
import type { Properties, ResourceSpec } from "./schema-format";
import { type Member, Sources } from "./sources";
import { TypeSpecs } from "./type-specs";
import { loadCommonInputs } from "./vendors";

interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly homepage?: string;
  readonly repository?: { readonly url: string };
  readonly author?: { readonly name: string };
}

/** `resources` are the resource.ts of the vendors, as they are to be written. */
export function packageSchema(definitions: readonly Definition[], resources: Readonly<Record<string, string>>) {
  const manifest: Manifest = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
  const sources = new Sources(resources);
  const types = new TypeSpecs(name, sources);
  const specs = Object.fromEntries(
    definitions.map((definition) => [nativeToken(definition.type), resourceSpec(definition, sources, types)]),
  );
  const variables: Properties = Object.assign({}, ...definitions.map(({ account }) => configVariables(account)));
  return {
    name,
    displayName: "API keys",
    version: manifest.version,
    description: manifest.description,
    keywords: [...manifest.keywords, "kind/native", "category/utility"],
    homepage: manifest.homepage,
    repository: manifest.repository?.url.replace(/^git\+|\.git$/g, ""),
    license: manifest.license,
    publisher: manifest.author?.name,
    config: { variables },
    provider: {
      description:
        "The accounts whose keys are managed. Without one, those of the stack's config and of the environment.",
      inputProperties: variables,
    },
    types: types.named,
    resources: specs,
    language,
  };
}

function resourceSpec(definition: Definition, sources: Sources, types: TypeSpecs): ResourceSpec {
  const { account } = definition;
  const [vendor = "", className = ""] = definition.type.split(":");
  const args = sources.exported(vendor, `${className}Args`);
  const resource = sources.exported(vendor, className);
  const replacing = replacingInputs(definition);
  requireAgreement(definition, args.members, replacing);
  const inputs = types.properties(args.members, vendor);
  const inOwnWords = (properties: Properties) =>
    mapProperties(properties, (_, spec) => ({ ...spec, description: inPackageWords(spec.description, name, account) }));
  return {
    description: inPackageWords(resource.description, name, account),
    // Not `replaceOnChanges`: by it the engine would replace a key also for another text of the same meaning ("90d", "2160h").
    inputProperties: inOwnWords(
      mapProperties(inputs, (input, spec) => (replacing.has(input) ? { ...spec, willReplaceOnChanges: true } : spec)),
    ),
    requiredInputs: required(args.members),
    properties: inOwnWords(types.properties(resource.members, vendor)),
    required: required(resource.members),
  };
}

/**
 * The inputs that all vendors share stand twice: in CommonArgs, and in `commonInputs`, by which they are read. Neither may lack one
 * that the other has.
 */
function requireAgreement(
  { type, inputs }: Definition,
  members: readonly Member[],
  replacing: ReadonlySet<string>,
): void {
  const read = [...Object.keys(inputs.shape), ...loadCommonInputs()];
  const declared = members.map(({ name }) => name);
  for (const name of read.filter((name) => !declared.includes(name)))
    throw new Error(`${type}: \`${name}\` is read, but CommonArgs does not have it: declare it there.`);
  for (const name of declared.filter((name) => !read.includes(name)))
    throw new Error(`${type}: CommonArgs has \`${name}\`, but \`commonInputs\` refuses it: add it there.`);
  for (const { name, description } of members) {
    if (saysReplaced(description) === replacing.has(name)) continue;
    throw new Error(`${type}: the docstring of \`${name}\` is wrong on whether a change replaces the key: mend it.`);
  }
}

function required(members: readonly { readonly name: string; readonly isRequired: boolean }[]): string[] {
  return members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
}

function mapProperties(
  properties: Properties,
  change: (name: string, spec: Properties[string]) => Properties[string],
): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, spec]) => [name, change(name, spec)]));
}

/** Generated SDKs take their version from here; without it `pulumi package add` makes packages that cannot be installed. */
const language = {
  // Not `pulumi-apikeys`, which is the package with the dynamic resources.
  nodejs: { packageName: "pulumi-apikeys-sdk", respectSchemaVersion: true },
  python: { respectSchemaVersion: true },
  go: { respectSchemaVersion: true },
  csharp: { namespaces: { apikeys: "ApiKeys" }, respectSchemaVersion: true },
};
