/** Asks one policy about one resource, as the engine does, without an engine. */
import { type ResourceValidationArgs, type ResourceValidationPolicy, unknownCheckingProxy } from "@pulumi/policy";
import { policies } from "../../policy/index";

/** The options of a resource for which a program sets none. */
export const opts: ResourceValidationArgs["opts"] = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

export interface Asked {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
}

function named(policy: string): ResourceValidationPolicy {
  const found = policies.find(({ name }) => name === policy);
  if (!found || !("validateResource" in found)) throw new Error(`the pack has no policy "${policy}" about resources`);
  return found;
}

/** The violations that the policy reports. */
export function verdict(policy: string, asked: Asked): string[] {
  const said: string[] = [];
  const { validateResource } = named(policy);
  if (typeof validateResource !== "function") throw new Error(`${policy} has no function of its own`);
  validateResource(args(asked), (message) => said.push(String(message)));
  return said;
}

/** The inputs as the policy would mend them; nothing where it mends nothing. */
export function mended(policy: string, asked: Asked): Record<string, unknown> | undefined {
  return named(policy).remediateResource?.(args(asked)) as Record<string, unknown> | undefined;
}

function args({ type, props, settings = {}, protect = false }: Asked): ResourceValidationArgs {
  return {
    type,
    // Not structuredClone: its result has the `Object` of another realm, which the proxy does not recognize.
    props: unknownCheckingProxy(JSON.parse(JSON.stringify(props))),
    urn: `urn:pulumi:test::e2e::${type}::name`,
    name: "name",
    opts: { ...opts, protect },
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: <T extends object>() => settings as T,
    notApplicable: (reason) => {
      throw new Error(reason);
    },
  };
}
