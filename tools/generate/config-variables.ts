// The provider's config variables, from what the vendors say about their accounts. What may hold a token must be `secret`.
// No variable may have `defaultInfo`. A generated SDK would copy the environment's token in clear into the provider's inputs, and so into
// the state. It would also copy the URL, so that each explicit provider counts alone. The plugin reads the environment itself.
import { pluginVariable } from "../../provider/core/program/type-tokens";
import type { AccountDefinition, VariableNames } from "../../provider/core/vendor/account-definition";
import { environmentNames } from "../../provider/core/vendor/variables";
import type { PropertySpec } from "./schema-format";

/** By name: `devin:apiKey` of a stack's config is `devinApiKey` of the package. */
export function configVariables(definition: AccountDefinition): Record<string, PropertySpec> {
  const { vendor, title, token, url, org } = definition;
  const named = (names: VariableNames) => pluginVariable(`${vendor}:${names.config}`);
  const accountKeys = [token, url, org].flatMap((names) => (names ? [`\`${names.config}\``] : [])).join(", ");
  return {
    [named(token)]: secret(text(definition, token, `The token with which ${title}'s keys are managed.`)),
    ...(org
      ? { [named(org)]: text(definition, org, `The organization at ${title}, for keys that do not name one.`) }
      : {}),
    [named(url)]: text(definition, url, `The base URL of ${title}'s API. Default: \`${url.default}\`.`),
    [pluginVariable(`${vendor}:accounts`)]: secret({
      type: "object",
      additionalProperties: { type: "object", additionalProperties: { type: "string" } },
      description: `Further accounts at ${title} by their names, each a map of ${accountKeys}. A key uses one by its \`account\`.`,
    }),
  };
}

/** A text about dynamic resources, with its config keys as the native package names them. */
export function inPackageWords(description: string, packageName: string, definition: AccountDefinition): string {
  const { vendor, token, url, org } = definition;
  const keys = [token, url, org].flatMap((names) => (names ? [names.config] : []));
  return [...keys, "accounts"].reduce(
    (result, key) =>
      result.replaceAll(`\`${vendor}:${key}\``, `\`${packageName}:${pluginVariable(`${vendor}:${key}`)}\``),
    description,
  );
}

function text(definition: AccountDefinition, names: VariableNames, description: string): PropertySpec {
  const environment = environmentNames(definition, names, undefined);
  const variables = environment.map((variable) => `\`${variable}\``).join(" or ");
  return {
    type: "string",
    description: `${description} Also read from ${variables} in the environment.`,
  };
}

function secret(spec: PropertySpec): PropertySpec {
  return { ...spec, secret: true };
}
