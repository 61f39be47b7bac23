/** By which way the tests' programs reach a vendor's keys: the package's own classes, or the native plugin. `WAY_IN=plugin npm test` takes the plugin. */
import { delimiter } from "node:path";
import { dynamicToken, nativeToken, packageName, pluginVariable } from "../provider/core/program/type-tokens";
import { projectFile } from "../tools/project";

export const wayIn = process.env.WAY_IN === "plugin" ? "plugin" : "dynamic";

/** The token of a type as the state has it. */
export const tokenOf = wayIn === "plugin" ? nativeToken : dynamicToken;

/** A key of the stack's config, as `kosli:apiToken`; the plugin's is `apikeys:kosliApiToken`. */
export function configKey(vendor: string, key: string): string {
  const inStack = `${vendor}:${key}`;
  return wayIn === "plugin" ? `${packageName}:${pluginVariable(inStack)}` : inStack;
}

/** A PATH on which the engine finds the plugin. */
export function withPlugin(path = ""): string {
  return [projectFile("plugin"), path].join(delimiter);
}
