/** A user's unit test of a component, under the SDK's mocks: `node mocks.js`. It prints what was registered, and ends. */
import * as pulumi from "@pulumi/pulumi";
import { kosli } from "pulumi-apikeys";

const newResource = ({ type, name, inputs }) => {
  console.log(`${type} ${name}`);
  return { id: `${name}-id`, state: { ...inputs, apiKey: "mock-key", keyId: "mock-id" } };
};
pulumi.runtime.setMocks({ newResource, call: () => ({}) });

class Consumer extends pulumi.CustomResource {
  constructor(name, args, options) {
    super("test:index:Consumer", name, args, options);
  }
}

class Team extends pulumi.ComponentResource {
  constructor(name) {
    super("acme:index:Team", name);
    const args = { serviceAccount: "ci", description: "of a team" };
    this.key = new kosli.ServiceAccountApiKey("ci", args, { parent: this });
    this.consumer = new Consumer("secret", { value: this.key.apiKey }, { parent: this });
    this.registerOutputs({ key: this.key.apiKey });
  }
}

const resolved = (output) => new Promise((resolve) => output.apply(resolve));

await pulumi.runtime.runInPulumiStack(async () => {
  const team = new Team("blue");
  console.log(`the consumer's value: ${await resolved(team.consumer.urn.apply(() => team.key.apiKey))}`);
});
