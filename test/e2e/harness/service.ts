/**
 * A resource of the same stack that uses a key as a service would. It is made only if the vendor accepts the key. It is updated only if
 * the vendor accepts both the key that it has had until then and the new one.
 */
import * as pulumi from "@pulumi/pulumi";

const providerText =
  'exports.handler=()=>{const use=async i=>{const a=await fetch(i.url,{headers:{authorization:"Bearer "+i.key}});' +
  'if(a.status!==200)throw new Error("the service was refused");return i};' +
  'return{create:async i=>({id:"service",outs:await use(i)}),update:async(_,o,i)=>{await use(o);return{outs:await use(i)}}}}';

export class Service extends pulumi.CustomResource {
  constructor(name: string, key: pulumi.Input<string>, vendorUrl: string) {
    const url = `${vendorUrl}/emulator/authenticate`;
    super("pulumi-nodejs:dynamic:Resource", name, { key, url, __provider: providerText });
  }
}
