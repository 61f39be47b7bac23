// docs/reference: a page for each resource, their list, and the table of variables, from the docstrings and the definitions. A sentence
// about an input or an output must never be written here: it stands in the docstring.
import { packageName } from "../../provider/core/program/type-tokens";
import type { AccountDefinition, VariableNames } from "../../provider/core/vendor/account-definition";
import type { Definition } from "../../provider/core/vendor/definition";
import { environmentNames, variableOf } from "../../provider/core/vendor/variables";
import { replacingInputs } from "./resource-module";
import type { ComplexTypeSpec, PropertySpec, TypeSpec } from "./schema-format";
import { type Declared, Sources } from "./sources";
import { TypeSpecs } from "./type-specs";

const notice = "<!-- Written by `npm run generate` from the docstrings in provider/. -->";

/** The texts of the pages by their paths. `resources` are the resource.ts of the vendors, as they are to be written. */
export function referencePages(
  definitions: readonly Definition[],
  resources: Readonly<Record<string, string>>,
): Record<string, string> {
  const sources = new Sources(resources);
  const pages = definitions.map(
    (definition) => [`docs/reference/${definition.account.vendor}.md`, resourcePage(definition, sources)] as const,
  );
  return {
    ...Object.fromEntries(pages),
    "docs/reference/README.md": listPage(definitions),
    "docs/reference/configuration.md": configurationPage(definitions.map(({ account }) => account)),
  };
}

function listPage(definitions: readonly Definition[]): string {
  const rows = definitions.map(({ type, account: { vendor, title } }) => {
    const page = `[\`${classOf(type)}\`](${vendor}.md)`;
    return `| ${title} | ${page} | [${vendor}.md](../vendors/${vendor}.md) |`;
  });
  return document("Reference", [
    "Each resource has a page with all its inputs and outputs.",
    table(["vendor", "resource", "about the vendor"], rows),
    "- [Configuration](configuration.md): every variable and config key.",
    "- [Policies](policies.md): the policy pack.",
    "- [Command line](command-line.md): the commands of a clone.",
    "- [Messages](messages.md): every sentence that the provider can say.",
  ]);
}

function resourcePage(definition: Definition, sources: Sources): string {
  const { vendor, title } = definition.account;
  const [, className = ""] = definition.type.split(":");
  const args = sources.exported(vendor, `${className}Args`);
  const resource = sources.exported(vendor, className);
  const types = new TypeSpecs(packageName, sources);
  const replacing = replacingInputs(definition);
  const inputs = sections(args, types, vendor, (name, isRequired) => [
    isRequired ? "required" : "optional",
    ...(replacing.has(name) ? ["a change replaces the key"] : []),
  ]);
  const outputs = sections(resource, types, vendor, (_, isAlways) => (isAlways ? [] : ["may be missing"]));
  return document(classOf(definition.type), [
    resource.description,
    `\`import { ${vendor} } from "pulumi-apikeys"\`. The page about [${title}](../vendors/${vendor}.md) has a program, and how a key's id is found.`,
    "## Inputs",
    ...inputs,
    "## Outputs",
    ...outputs,
  ]);
}

/** A heading for each property, its type and kind below it, then its docstring. */
function sections(
  { members }: Declared,
  types: TypeSpecs,
  vendor: string,
  kindOf: (name: string, isRequired: boolean) => string[],
): string[] {
  const specs = types.properties(members, vendor);
  return members.flatMap(({ name, isRequired }) => {
    const spec = specs[name];
    if (!spec) return [];
    const kind = [typeInWords(spec, types), ...kindOf(name, isRequired), ...(isSecret(spec) ? ["secret"] : [])];
    return [`### \`${name}\``, `${kind.join(", ")}`, spec.description, ...fieldsOf(spec, types)];
  });
}

function isSecret({ secret }: PropertySpec): boolean {
  return secret === true;
}

function typeInWords(spec: TypeSpec, types: TypeSpecs): string {
  if (!("$ref" in spec)) return `\`${spec.type}\``;
  const named = namedType(spec.$ref, types);
  return "enum" in named ? named.enum.map(({ value }) => `\`"${value}"\``).join(" or ") : "`object`";
}

function fieldsOf(spec: TypeSpec, types: TypeSpecs): string[] {
  const named = "$ref" in spec ? namedType(spec.$ref, types) : undefined;
  if (!named || "enum" in named) return [];
  const fields = Object.entries(named.properties).map(([name, field]) => {
    const kind = named.required.includes(name) ? "" : ", optional";
    return `- \`${name}\` (${typeInWords(field, types)}${kind}): ${field.description}`;
  });
  return [fields.join("\n")];
}

function namedType(reference: string, types: TypeSpecs): ComplexTypeSpec {
  const named = types.named[reference.slice("#/types/".length)];
  if (!named) throw new Error(`no type ${reference}`);
  return named;
}

function configurationPage(accounts: readonly AccountDefinition[]): string {
  const rows = accounts.flatMap((definition) => {
    const { vendor, title, token, org, url } = definition;
    const row = (what: string, names: VariableNames, otherwise = "") =>
      `| ${title} | ${what} | ${variables(definition, names)} | \`${vendor}:${names.config}\` | ${otherwise} |`;
    return [
      row("token (secret)", token),
      ...(org ? [row("organization", org)] : []),
      row("base URL", url, `\`${url.default}\``),
    ];
  });
  const [first] = accounts;
  if (!first) throw new Error("there is no vendor");
  const [named, unnamed] = ["eu", undefined].map((name) => variableOf(first, first.url, name));
  return document("Configuration", [
    "Each variable is looked up in three places, when a request needs it:",
    "1. the environment,\n2. the stack's config,\n3. the default.",
    "An empty text counts as unset. Where two variables are named, the first that is set counts.",
    table(["vendor", "variable", "environment", "config", "default"], rows),
    "Write a token into the config with `pulumi config set --secret`. Pulumi then stores it encrypted.",
    "## Named accounts",
    `A resource with \`account: "eu"\` uses other names. \`EU\` stands in the variable, as \`${named}\` instead of \`${unnamed}\`. ` +
      `In the config the variables stand under \`${first.vendor}:accounts\`. The unnamed variables do not count for such a resource. ` +
      "[Several accounts](../guide/several-accounts.md) has a program.",
    "## Proxies and certificates",
    table(
      ["variable", "meaning"],
      [
        "| `HTTPS_PROXY`, `https_proxy` | The proxy for all calls to vendors. |",
        "| `NO_PROXY`, `no_proxy` | Hosts that are called without the proxy. |",
        "| `NODE_EXTRA_CA_CERTS` | A file with further certificate authorities, read by Node itself. |",
      ],
    ),
    "## Runs without the program",
    "`pulumi refresh` and `pulumi destroy` run without your program. They see the config as the last `up` wrote it. " +
      "After a change of a token, set the new token in the environment: the environment always counts. " +
      "With `--run-program` they see the config of now. An `up` whose program has no such key left sees the config of the last `up` too.",
  ]);
}

function variables(definition: AccountDefinition, names: VariableNames): string {
  const all = environmentNames(definition, names, undefined);
  return all.map((variable) => `\`${variable}\``).join(", ");
}

/** `kosli:ServiceAccountApiKey` as a program writes it. */
function classOf(type: string): string {
  return type.replace(":", ".");
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows].join("\n");
}

function document(title: string, blocks: readonly string[]): string {
  return `${[`# ${title}`, notice, ...blocks].join("\n\n")}\n`;
}
