/**
 * A resource of the tests that uses a key, or that a key depends on. It keeps its inputs, as any other resource does. Its output `made`
 * is known only once the resource exists.
 */
import * as pulumi from "@pulumi/pulumi";

const providerText =
  "exports.handler=()=>({create:async i=>({id:'made',outs:{...i,made:i.makes}}),update:async(_,o,i)=>({outs:{...i,made:i.makes}})})";

export class Consumer extends pulumi.CustomResource {
  declare public readonly made: pulumi.Output<string>;

  constructor(name: string, uses: pulumi.Input<string>, makes = "") {
    super("pulumi-nodejs:dynamic:Resource", name, { uses, makes, made: undefined, __provider: providerText });
  }
}
