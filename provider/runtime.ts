/**
 * The entry that the text in every state requires. A wire format, frozen: states of every earlier version call it, so
 * `provider(type)` must answer for each type that was ever released.
 */
import type { dynamic } from "@pulumi/pulumi";
import { providerOf } from "./core/engine/provider";
import type { Definition } from "./core/vendor/definition";
import { definitions } from "./definitions";

// Once the engine has been killed nobody reads what this process prints. The SDK prints each error that nobody has caught, and a line that
// cannot be written would be the next one, for ever.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** The provider of a resource type, as `provider("devin:ServiceApiKey")`. */
export function provider(type: string): dynamic.ResourceProvider {
  const definition = definitions.find((one) => one.type === type);
  if (!definition)
    throw new Error(`this version of pulumi-apikeys knows no ${type}: install a newer one. No key was touched.`);
  return providerOf(definition as unknown as Definition);
}
