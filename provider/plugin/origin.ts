/**
 * Whose key a record is: the plugin writes the origin into the inputs, as the constructor of a TypeScript program does. The name of an explicit
 * provider is in it: another provider may be another account.
 *
 * The hash is that of the same resource in a TypeScript program. So a key keeps its marker when its stack moves to the plugin, or back.
 */
import type { Origin } from "../core/program/inputs";
import { dynamicToken, nativeToken } from "../core/program/type-tokens";
import { resourceHash } from "../core/values/marker";
import type { Definition } from "../core/vendor/definition";

export function originOf(urn: string, { type }: Definition, provider: string | undefined): Origin {
  const [, , types = "", name = ""] = splitUrn(urn);
  const own = nativeToken(type);
  const inTypeScript = types.endsWith(own)
    ? `${urn.slice(0, -`${own}::${name}`.length)}${dynamicToken(type)}::${name}`
    : urn;
  return { name, hash: resourceHash(inTypeScript), ...(provider !== undefined && { provider }) };
}

/** `urn:pulumi:<stack>::<project>::<parents' types>$<type>::<name>`; a name may hold `::` itself. */
function splitUrn(urn: string): string[] {
  const [stack = "", project = "", types = "", ...name] = urn.split("::");
  return [stack, project, types, name.join("::")];
}
