/** Two keys in one component, of two vendors, and a third beside it. */
import * as pulumi from "@pulumi/pulumi";
import { devin, kosli, nekuda } from "pulumi-apikeys";

class Team extends pulumi.ComponentResource {
  constructor(name) {
    super("acme:index:Team", name);
    const args = { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, description: `ci of ${name}`, expiresIn: "90d" };
    const ci = new kosli.ServiceAccountApiKey("ci", args, { parent: this });
    const agent = new devin.ServiceApiKey("agent", { orgId: process.env.DEVIN_ORG_ID }, { parent: this });
    this.keyIds = pulumi.all([ci.keyId, agent.keyId]);
  }
}

const team = new Team("blue");
const shop = new nekuda.ApiKey("shop", { name: "shop" });

export const keyIds = pulumi.all([team.keyIds, shop.keyId]);
