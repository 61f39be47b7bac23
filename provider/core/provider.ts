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
        failures: check(definition, olds, news, config).map((failure) => withoutValue(failure, news)),
      })),
    diff: (_id, olds: Raw, news: Raw) => attempt(news, "diff", () => diff(definition, olds, news, config)),
    create: (inputs: Raw) => attempt(inputs, "create", () => create(definition, inputs, config)),
    update: (id, olds: Raw, news: Raw) => attempt(news, "update", () => update(definition, id, olds, news, config)),
    read: (id, outputs: Raw = {}) => attempt(outputs, "refresh", () => read(definition, id, outputs, config)),
    delete: (_id, outputs: Raw) => attempt(outputs, "delete", () => remove(definition, outputs, config)),
  };
}

/** The engine prints what a property holds that a failure names, secrets in clear; of a path such as `rotation.every` it finds nothing. */
function withoutValue({ property, reason }: Failure, news: Raw): Failure {
  return property in news ? { property: "", reason: `${property}: ${reason}` } : { property, reason };
}
