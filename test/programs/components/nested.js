/** A component in a component, whose key goes to a sibling of the inner one. */
import * as pulumi from "@pulumi/pulumi";
import { kosli } from "pulumi-apikeys";
import { CiVariable } from "./ci-variable.js";

class Keys extends pulumi.ComponentResource {
  constructor(name, options) {
    super("acme:index:Keys", name, {}, options);
    const args = { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, expiresIn: "90d" };
    const inner = { parent: this };
    const reporter = new kosli.ServiceAccountApiKey("reporter", { ...args, description: "reports" }, inner);
    // The description holds an output of the other key, so this key depends on that one.
    const description = pulumi.interpolate`after ${reporter.keyId}`;
    this.deployer = new kosli.ServiceAccountApiKey("deployer", { ...args, description }, inner);
    this.registerOutputs({ deployerId: this.deployer.keyId });
  }
}

class Platform extends pulumi.ComponentResource {
  constructor(name) {
    super("acme:index:Platform", name);
    const keys = new Keys("keys", { parent: this });
    new CiVariable("variable", { name: "KOSLI", value: keys.deployer.apiKey }, { parent: this });
    this.registerOutputs();
  }
}

new Platform("platform");
