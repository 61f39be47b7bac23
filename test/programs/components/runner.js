/** A machine that has nothing to do with any key. A new `version` replaces it, or fails its update if `isBroken` is set. */
import * as pulumi from "@pulumi/pulumi";

const provider = {
  create: async (args) => ({ id: `runner-${args.version}`, outs: args }),
  diff: async (_id, olds, news) => {
    const changes = olds.version !== news.version;
    return { changes, replaces: changes && !news.isBroken ? ["version"] : [], deleteBeforeReplace: true };
  },
  update: async () => {
    throw new Error("quota exceeded");
  },
  delete: async () => {},
};

export class Runner extends pulumi.dynamic.Resource {
  constructor(name, args, options) {
    super(provider, name, args, options);
  }
}
