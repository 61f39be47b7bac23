/** The engine's two names for each of our resource types. Both are wire formats: they stand in the state of every stack. */

/** The name of the native plugin. */
export const packageName = "apikeys";

/** The token of a resource that a TypeScript program declares with its class. */
export function dynamicToken(type: string): string {
  return `pulumi-nodejs:dynamic/${type}`;
}

/** The token of the same resource by the native plugin. */
export function nativeToken(type: string): string {
  return `${packageName}:${type}`;
}
