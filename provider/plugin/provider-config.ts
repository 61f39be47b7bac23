/**
 * The provider's own configuration as core asks for it: `kosli:apiToken` of a stack's config is `kosliApiToken` of the provider.
 *
 * An explicit provider's configuration must count instead of the environment: another account's token there would mint in the wrong account.
 */
import { packageName } from "../core/program/type-tokens";
import type { StackConfig } from "../core/vendor/stack-config";

/** One text for each variable, an object as its JSON. */
type Variables = ReadonlyMap<string, string>;

export function providerConfig(variables: Variables, { isExplicit }: { readonly isExplicit: boolean }): StackConfig {
  return {
    get: (key) => variables.get(variableName(key)),
    isExplicit,
    nameOf: (key) => (isExplicit ? variableName(key) : `${packageName}:${variableName(key)}`),
  };
}

function variableName(key: string): string {
  const [vendor = "", name = ""] = key.split(":");
  return vendor + name.charAt(0).toUpperCase() + name.slice(1);
}
