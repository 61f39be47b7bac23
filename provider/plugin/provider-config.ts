/**
 * The provider's own configuration as core asks for it: `kosli:apiToken` of a stack's config is `kosliApiToken` of the provider.
 *
 * An explicit provider's configuration must count instead of the environment: another account's token there would mint in the wrong account.
 */
import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";
import { packageName, pluginVariable } from "../core/program/type-tokens";
import type { Definition } from "../core/vendor/definition";
import type { StackConfig } from "../core/vendor/stack-config";
import { configKeysOf } from "../core/vendor/variables";

/** One text for each variable, an object as its JSON. */
type Variables = ReadonlyMap<string, string>;

export function providerConfig(variables: Variables, { isExplicit }: { readonly isExplicit: boolean }): StackConfig {
  return {
    get: (key) => variables.get(pluginVariable(key)),
    isExplicit,
    nameOf: (key) => (isExplicit ? pluginVariable(key) : `${packageName}:${pluginVariable(key)}`),
  };
}

/** What the engine itself writes into a provider's inputs. */
const ofTheEngine = new Set(["version", "pluginDownloadURL", "__internal"]);

/** Refuses a variable that no vendor has. A misspelt token would be left out, and the environment's token would mint in the wrong account. */
export function configFailures(names: readonly string[], definitions: readonly Definition[]): CheckFailure[] {
  const known = definitions.flatMap(({ account }) => configKeysOf(account).map(pluginVariable));
  const unknown = names.filter((name) => !known.includes(name) && !ofTheEngine.has(name));
  // Without `setProperty`: of a property that a failure names, the engine prints the value, also where it is a secret.
  return unknown.map((name) =>
    new CheckFailure().setReason(
      `the provider has no variable \`${name}\`: correct the name. The variables are ${known.join(", ")}`,
    ),
  );
}
