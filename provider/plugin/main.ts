/**
 * The native plugin's process: `pulumi-resource-apikeys <address of the engine>`.
 *
 * The first line that it prints is its port. Nothing must stand before that line.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { sayThrough } from "../core/values/say";
import { ignoreLostLines } from "../core/values/standard-output";
import type { Definition } from "../core/vendor/definition";
import { definitions } from "../definitions";
import { EngineLog } from "./engine-log";
import { PluginHost } from "./host";

// By the package's own name: in the executable the schema stands in the script.
const schema: { readonly version: string } = require("pulumi-apikeys/schema.json");
const own = { version: schema.version, schema: JSON.stringify(schema) };
// Flags with values may stand before the address, as `--tracing <endpoint>`.
const engineAddress = process.argv.slice(2).at(-1);
const host = new PluginHost(definitions as unknown as Definition[], own, engineAddress);
if (engineAddress) sayThrough(host.speakThrough(new EngineLog(engineAddress)));

// An error that nobody has caught must not end the process: each mint under way would lose its answer. Its text may hold a value.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, () => console.error("pulumi-apikeys: an error that nobody has caught. Please report it."));
}
ignoreLostLines();

const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(ResourceProviderService, host.service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
