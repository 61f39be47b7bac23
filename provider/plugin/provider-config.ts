/**
 * The provider's own configuration as core asks for it: `devin:apiKey` of a stack's config is `devinApiKey` of the provider.
 *
 * The engine hands over one text for each variable, an object as its JSON.
 */
import type { StackConfig } from "../core/vendor/stack-config";

export function providerConfig(variables: ReadonlyMap<string, string>): StackConfig {
  return { get: (key) => variables.get(variableName(key)) };
}

function variableName(key: string): string {
  const [vendor = "", name = ""] = key.split(":");
  return vendor + name.charAt(0).toUpperCase() + name.slice(1);
}
