/** The engine's two names for each of our resource types. Both are wire formats: they stand in the state of every stack. */

/** The name of the native plugin. */
export const packageName = "apikeys";

/** A config key of a stack, as `kosli:apiToken`, by the name of the plugin's variable: `kosliApiToken`. */
export function pluginVariable(key: string): string {
  const [vendor = "", name = ""] = key.split(":");
  return vendor + name.charAt(0).toUpperCase() + name.slice(1);
}

/** Said of a type in a state that a newer version has written. */
export function unknownType(type: string): string {
  return `this version of pulumi-apikeys knows no ${type}: install a newer one. No key was touched.`;
}

/** The token of a resource that a TypeScript program declares with its class. */
export function dynamicToken(type: string): string {
  return `pulumi-nodejs:dynamic/${type}`;
}

/** The token of the same resource by the native plugin. */
export function nativeToken(type: string): string {
  return `${packageName}:${type}`;
}
