/**
 * Whose key a record is: the plugin writes the origin into the inputs, as the constructor of a TypeScript program does. The URN of an explicit
 * provider is in it: another provider may be another account.
 *
 * The hash is that of the same resource in a TypeScript program. So a key keeps its marker when its stack moves to the plugin, or back.
 */
import type { Origin } from "../core/program/inputs";
import { dynamicToken, nativeToken } from "../core/program/type-tokens";
import { resourceHash } from "../core/values/marker";
import type { Definition } from "../core/vendor/definition";

/** A resource as each request of the engine names it. */
export interface Named {
  getUrn(): string;
  getName(): string;
}

export function originOf(resource: Named, { type }: Definition, provider: string | undefined): Origin {
  const name = resource.getName();
  const withoutType = resource.getUrn().slice(0, -`${nativeToken(type)}::${name}`.length);
  const inTypeScript = `${withoutType}${dynamicToken(type)}::${name}`;
  return { name, hash: resourceHash(inTypeScript), ...(provider !== undefined && { provider }) };
}
