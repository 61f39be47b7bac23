/**
 * A definition as the engine's dynamic provider: the boundary between the engine and the lifecycle.
 *
 * Never may anything but an Error leave here, nor an error that says more than a sentence: the engine prints errors
 * with their stacks. `configure` must neither fail nor wait, `update` must always return the outputs.
 */
import type { dynamic } from "@pulumi/pulumi";
import { create, update } from "./change";
import { check, type Failure } from "./check";
import { noConfig, type StackConfig } from "./config";
import type { Definition } from "./definition";
import { remove } from "./delete";
import { diff } from "./diff";
import { explained, type Operation } from "./errors/explained";
import { withHiddenOrigin, withOrigin } from "./hidden-origin";
import type { Raw } from "./inputs";
import { read } from "./read";

export function providerOf(definition: Definition): dynamic.ResourceProvider {
  let config: StackConfig = noConfig;
  const attempt = async <T>(raw: Raw, operation: Operation, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explained(error, definition, raw, operation);
    }
  };
  return {
    configure: async (request) => {
      config = request.config;
    },
    check: (olds: Raw, news: Raw) =>
      attempt(news, "check", () => ({
        inputs: news,
        failures: check(definition, olds, withOrigin(news), config).map((failure) => withoutValue(failure, news)),
      })),
    diff: (_id, olds: Raw, news: Raw) =>
      attempt(news, "diff", () => diff(definition, withOrigin(olds), withOrigin(news), config)),
    create: (inputs: Raw) =>
      attempt(inputs, "create", async () => {
        const { id, outs } = await create(definition, withOrigin(inputs), config);
        return { id, outs: withHiddenOrigin(outs) };
      }),
    update: (id, olds: Raw, news: Raw) =>
      attempt(news, "update", async () => {
        const { outs } = await update(definition, id, withOrigin(olds), withOrigin(news), config);
        return { outs: withHiddenOrigin(outs) };
      }),
    read: (id, outputs: Raw = {}) =>
      attempt(outputs, "refresh", async () => {
        const { id: found, props } = await read(definition, id, withOrigin(outputs), config);
        return { id: found, props: withHiddenOrigin(props) };
      }),
    delete: (_id, outputs: Raw) => attempt(outputs, "delete", () => remove(definition, withOrigin(outputs), config)),
  };
}

/** The engine prints what a property holds that a failure names, secrets in clear; of a path such as `rotation.every` it finds nothing. */
function withoutValue({ property, reason }: Failure, news: Raw): Failure {
  return property in news ? { property: "", reason: `${property}: ${reason}` } : { property, reason };
}
