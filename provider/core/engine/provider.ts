/**
 * A definition as the engine's dynamic provider: the boundary between the engine and the lifecycle.
 *
 * Only an Error may leave here, and it must never say more than one sentence of ours: the engine prints errors with their stacks.
 * `configure` must never fail or wait. `update` must always return the outputs.
 */
import type { dynamic } from "@pulumi/pulumi";
import { withHiddenOrigin, withOrigin } from "../program/hidden-origin";
import { type Raw, withoutNulls } from "../program/inputs";
import { hasDeclared } from "../run/refresh-reads";
import { noteRemediation, withRemediation } from "../run/remediations";
import { noteTokens } from "../run/tokens";
import { now } from "../values/instant";
import type { Definition } from "../vendor/definition";
import { noConfig, type StackConfig } from "../vendor/stack-config";
import { check, type Failure } from "./check";
import { create } from "./create";
import { remove } from "./delete";
import { diff } from "./diff";
import { explained, type Operation } from "./explained";
import { read } from "./read";
import { update } from "./update";

export { joinRun } from "../run/journal";

export function providerOf(definition: Definition): dynamic.ResourceProvider {
  let config: StackConfig = noConfig;
  const seenBy = (operation: Operation): StackConfig => {
    if ((operation !== "refresh" && operation !== "delete") || hasDeclared()) return config;
    const { isExplicit, nameOf } = config;
    return { get: (key) => config.get(key), isExplicit, nameOf, ofLastUp: operation };
  };
  const explaining = async <T>(
    raw: Raw,
    operation: Operation,
    work: (config: StackConfig) => T | Promise<T>,
    id?: string,
  ): Promise<T> => {
    const started = now();
    try {
      return await work(seenBy(operation));
    } catch (error) {
      throw explained(error, definition, raw, { operation, started, id }, seenBy(operation));
    }
  };
  return {
    configure: async (request) => {
      config = request.config;
      noteTokens(definition.account, config);
    },
    check: (olds: Raw, news: Raw) =>
      explaining(news, "check", (config) => {
        // The engine hands the inputs in this answer to every later call.
        const inputs = withRemediation(withoutNulls(news), Object.keys(olds).length === 0);
        return { inputs, failures: check(definition, olds, withOrigin(inputs), config).map(withoutValue) };
      }),
    diff: (_id, olds: Raw, news: Raw) =>
      explaining(news, "diff", async (config) => {
        noteRemediation(news);
        const found = await diff(definition, withOrigin(olds), withOrigin(news), config);
        // A plugin's record has no provider text. Without it no later refresh or delete of a dynamic resource could run.
        return { ...found, changes: found.changes || (news.__provider !== undefined && olds.__provider === undefined) };
      }),
    create: (inputs: Raw) =>
      explaining(inputs, "create", async (config) => {
        const { id, outs } = await create(definition, withOrigin(inputs), config);
        return { id, outs: withHiddenOrigin(outs) };
      }),
    update: (id, olds: Raw, news: Raw) =>
      explaining(
        news,
        "update",
        async (config) => {
          const { outs } = await update(definition, id, withOrigin(olds), withOrigin(news), config);
          return { outs: withHiddenOrigin(outs) };
        },
        id,
      ),
    read: (id, outputs: Raw = {}) =>
      explaining(
        outputs,
        "refresh",
        async (config) => {
          const { id: found, props } = await read(definition, id, withOrigin(outputs), config);
          return { id: found, props: withHiddenOrigin(props) };
        },
        id,
      ),
    delete: (id, outputs: Raw) =>
      explaining(outputs, "delete", (config) => remove(definition, withOrigin(outputs), config), id),
  };
}

/**
 * Moves the property's name into the reason. For a failure with a property, the engine prints the property's value, secrets in clear. For a
 * path, or a property without a value, it prints `{<nil>}`.
 */
function withoutValue({ property, reason }: Failure): Failure {
  return { property: "", reason: property === "" ? reason : `${property}: ${reason}` };
}
