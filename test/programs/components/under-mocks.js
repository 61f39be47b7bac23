/** A program of this folder under the SDK's mocks: `node under-mocks.js nested.js`. It prints the keys that were registered, and ends. */
import * as pulumi from "@pulumi/pulumi";

const keys = [];
const newResource = ({ name, inputs }) => {
  if (inputs.__origin !== undefined) keys.push(name);
  return { id: `${name}-id`, state: { ...inputs, apiKey: "mock-key", privateKey: "mock-key", keyId: "mock-id" } };
};
pulumi.runtime.setMocks({ newResource, call: () => ({}) });

await pulumi.runtime.runInPulumiStack(async () => {
  await import(`./${process.argv[2]}`);
});
// `disconnect` waits until the SDK has registered everything that was declared.
await pulumi.runtime.disconnect();
console.log(keys.toSorted().join(" "));
