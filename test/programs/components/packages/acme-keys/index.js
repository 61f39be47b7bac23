"use strict";
const pulumi = require("@pulumi/pulumi");
const { kosli } = require("pulumi-apikeys");

/** Stands for the platform team's vault. */
const vault = { create: async ({ path }) => ({ id: path, outs: { path } }) };

class VaultEntry extends pulumi.dynamic.Resource {
  constructor(name, args, options) {
    super(vault, name, args, options);
  }
}

exports.TeamKey = class TeamKey extends pulumi.ComponentResource {
  constructor(name, { serviceAccount }, options) {
    super("acme-keys:index:TeamKey", name, {}, options);
    const args = { serviceAccount, description: `team ${name}`, expiresIn: "90d" };
    const key = new kosli.ServiceAccountApiKey(name, args, { parent: this });
    new VaultEntry(name, { path: "kosli", value: key.apiKey }, { parent: this });
    this.keyId = key.keyId;
    this.registerOutputs({ keyId: this.keyId });
  }
};
