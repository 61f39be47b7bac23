/**
 * What the native plugin's process is handed instead of what the dynamic provider's is: the resource's type, in place of a program's text.
 *
 * A stack in the tests keeps the text in its records either way. So a record tells its type, also to a process that has not declared it.
 */

import { providerText } from "../../provider/core/program/provider-text";
import { nativeToken } from "../../provider/core/program/type-tokens";
import { definitions } from "../../provider/definitions";
import type { Properties } from "./provider-process";

const types = new Map(definitions.map(({ type }) => [providerText(type), type]));

export interface Named {
  setUrn(urn: string): unknown;
  setType(type: string): unknown;
  setName(name: string): unknown;
}

/** Names the resource to the plugin, by a record or by inputs of it. */
export function nameResource(request: Named, urn: string, { __provider }: Properties): void {
  const type = types.get(String(__provider));
  if (type === undefined) throw new Error(`no type has the program text of ${urn}`);
  const name = urn.split("::").at(-1) ?? "";
  request.setType(nativeToken(type));
  request.setName(name);
  request.setUrn([...urn.split("::").slice(0, 2), nativeToken(type), name].join("::"));
}
