/** The class of a vendor's resource in the native plugin, as an SDK that is generated from the schema declares it. */
import { readFileSync } from "node:fs";
import { CustomResource, type CustomResourceOptions, mergeOptions, secret } from "@pulumi/pulumi";
import { nativeToken } from "../../provider/core/program/type-tokens";
import { projectFile } from "../../tools/project";
import type { KeyClass } from "./classes";

const resources: Readonly<Record<string, { readonly properties: Readonly<Record<string, object>> }>> = JSON.parse(
  readFileSync(projectFile("schema.json"), "utf8"),
).resources;

interface Adopting {
  readonly adopt?: object;
}

export function nativeClass(type: string): KeyClass {
  const token = nativeToken(type);
  const { properties } = resources[token] ?? { properties: {} };
  const names = Object.keys(properties);
  const none = Object.fromEntries(names.map((name) => [name, undefined]));
  const additionalSecretOutputs = names.filter((name) => "secret" in (properties[name] ?? {}));
  return class extends CustomResource {
    constructor(name: string, args: Adopting, options?: CustomResourceOptions) {
      const adopt = args.adopt && secret(args.adopt);
      super(token, name, { ...none, ...args, adopt }, mergeOptions(options, { additionalSecretOutputs }));
    }
  };
}
