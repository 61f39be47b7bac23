/** The most common component: a key and its consumer. */
import * as pulumi from "@pulumi/pulumi";
import { kosli } from "pulumi-apikeys";
import { CiVariable } from "./ci-variable.js";

class TeamKey extends pulumi.ComponentResource {
  constructor(name, options) {
    super("acme:index:TeamKey", name, {}, options);
    const args = { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, description: `team ${name}`, expiresIn: "90d" };
    const key = new kosli.ServiceAccountApiKey(name, args, { parent: this });
    new CiVariable(name, { name: "KOSLI_API_TOKEN", value: key.apiKey }, { parent: this });
    this.keyId = key.keyId;
    this.registerOutputs({ keyId: this.keyId });
  }
}

export const keyId = new TeamKey("blue").keyId;
