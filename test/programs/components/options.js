/** Keys under the options that a component hands to its children: providers, transforms, dependencies. */
import * as pulumi from "@pulumi/pulumi";
import { kosli } from "pulumi-apikeys";
import { CiVariable } from "./ci-variable.js";

const args = { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, expiresIn: "90d" };
const isKey = ({ type }) => type === kosli.ServiceAccountApiKey.__pulumiType;
const described = (transformed) =>
  isKey(transformed)
    ? { props: { ...transformed.props, description: "transformed" }, opts: transformed.opts }
    : undefined;

class Team extends pulumi.ComponentResource {
  constructor(name, options) {
    super("acme:index:Team", name, {}, options);
    const key = new kosli.ServiceAccountApiKey(`${name}-key`, { ...args, description: "as written" }, { parent: this });
    new CiVariable(`${name}-variable`, { name: "KOSLI", value: key.apiKey }, { parent: this });
    this.registerOutputs();
  }
}

const own = new pulumi.ProviderResource("pulumi-nodejs", "own", {});
const first = new Team("provided", { providers: [own] });
// In the SDK, a component that depends on a component waits for all resources in it.
const second = new Team("second", { dependsOn: first });
new Team("transformed", { transforms: [described] });
new kosli.ServiceAccountApiKey("last", { ...args, description: "last" }, { dependsOn: second, provider: own });
