/** A resource that takes a key. It stands for a vault entry, a Kubernetes secret or a CI variable. */
import * as pulumi from "@pulumi/pulumi";

const provider = {
  create: async ({ name }) => ({ id: `variable-${name}`, outs: { name } }),
  update: async (_id, _olds, { name }) => ({ outs: { name } }),
};

export class CiVariable extends pulumi.dynamic.Resource {
  constructor(name, args, options) {
    super(provider, name, args, options);
  }
}
