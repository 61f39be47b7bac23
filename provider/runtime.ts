/**
 * The module that the text in every state loads. It is a frozen wire format: states of every earlier version call it, so
 * `provider(type)` must answer for each type that was ever released.
 */
import type { dynamic } from "@pulumi/pulumi";
import { providerOf } from "./core/engine/provider";
import { unknownType } from "./core/program/type-tokens";
import { ignoreLostLines } from "./core/values/standard-output";
import type { Definition } from "./core/vendor/definition";
import { definitions } from "./definitions";

// The SDK prints each uncaught error.
ignoreLostLines();

/** The provider of a resource type, as `provider("devin:ServiceApiKey")`. */
export function provider(type: string): dynamic.ResourceProvider {
  const definition = definitions.find((one) => one.type === type);
  if (!definition) throw new Error(unknownType(type));
  return providerOf(definition as unknown as Definition);
}
