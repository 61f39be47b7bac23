/** A component with a key and an unrelated resource, and a key outside of it. `VERSION` and `TRIGGER` stand for edits of the program. */
import * as pulumi from "@pulumi/pulumi";
import { kosli } from "pulumi-apikeys";
import { Runner } from "./runner.js";

const { KOSLI_SERVICE_ACCOUNT, VERSION = "1", TRIGGER = "1", BROKEN = "" } = process.env;
const rotation = { every: "30d", overlap: "24h", trigger: TRIGGER };
const args = { serviceAccount: KOSLI_SERVICE_ACCOUNT, expiresIn: "90d", rotation };

class Service extends pulumi.ComponentResource {
  constructor(name) {
    super("acme:index:Service", name);
    new Runner("runner", { version: VERSION, isBroken: BROKEN !== "" }, { parent: this });
    new kosli.ServiceAccountApiKey("inside", { ...args, description: "inside" }, { parent: this });
  }
}

new Service("blue");
new kosli.ServiceAccountApiKey("outside", { ...args, description: "outside" });
