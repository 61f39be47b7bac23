/**
 * The text that the engine keeps in the state of each resource and runs in the provider's process.
 *
 * It is a wire format: delete and refresh run the text that an earlier version wrote. It must hold nothing captured,
 * stay under 500 bytes, and be the same for every instance of a type wherever the package lies.
 */
export function providerText(type: string): string {
  return (
    'exports.handler=()=>{try{var r=require("module").createRequire(process.cwd()+"/package.json")("pulumi-apikeys/runtime")}' +
    'catch(e){throw Object.assign(Error("pulumi-apikeys cannot be loaded ("+(e.code||e.name)+", Node "+process.versions.node+"): ' +
    "run `npm install pulumi-apikeys` in the project's folder, with Node 22.19 or newer, then the same command again. " +
    'No key was touched."),{stack:""})}' +
    `return r.provider(${JSON.stringify(type)})}`
  );
}
