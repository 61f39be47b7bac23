/**
 * The provider's own configuration as core asks for it: `kosli:apiToken` of a stack's config is `kosliApiToken` of the provider.
 *
 * An explicit provider's configuration must count instead of the environment: another account's token there would mint in the wrong account.
 */
import { packageName, pluginVariable } from "../core/program/type-tokens";
import type { StackConfig } from "../core/vendor/stack-config";

/** One text for each variable, an object as its JSON. */
type Variables = ReadonlyMap<string, string>;

export function providerConfig(variables: Variables, { isExplicit }: { readonly isExplicit: boolean }): StackConfig {
  return {
    get: (key) => variables.get(pluginVariable(key)),
    isExplicit,
    nameOf: (key) => (isExplicit ? pluginVariable(key) : `${packageName}:${pluginVariable(key)}`),
  };
}
