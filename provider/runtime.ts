/**
 * The module that the text in every state loads. It is a frozen wire format: states of every earlier version call it, so
 * `provider(type)` must answer for each type that was ever released.
 */
import type { dynamic } from "@pulumi/pulumi";
import { providerOf } from "./core/engine/provider";
import type { Definition } from "./core/vendor/definition";
import { definitions } from "./definitions";

// Once the engine has been killed, no line of this process can be written. The SDK prints each uncaught error. Without these handlers, the
// line that cannot be written would be the next uncaught error, for ever.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** The provider of a resource type, as `provider("devin:ServiceApiKey")`. */
export function provider(type: string): dynamic.ResourceProvider {
  const definition = definitions.find((one) => one.type === type);
  if (!definition)
    throw new Error(`this version of pulumi-apikeys knows no ${type}: install a newer one. No key was touched.`);
  return providerOf(definition as unknown as Definition);
}
