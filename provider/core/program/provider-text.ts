/**
 * The text that the engine keeps in the state of each resource and runs in the provider's process.
 *
 * It is a wire format: delete and refresh run the text that an earlier version wrote. It must capture no variable,
 * stay under 500 bytes, and be the same for every instance of a type wherever the package lies.
 *
 * Another dynamic resource may have changed the process's folder, or deleted it. So the text looks for the package from three places in
 * turn. First comes the folder in which the process was started (`PWD`, which not every system tells), then the folder of now. Last comes
 * the SDK's script, which lies in the project's node_modules.
 */
export function providerText(type: string): string {
  return (
    "exports.handler=()=>{var e,r,p=process;[()=>p.env.PWD||p.cwd(),p.cwd,()=>p.argv[1]].map(f=>" +
    '{try{r??=require("module").createRequire(f()+"/package.json")("pulumi-apikeys/runtime")}catch(x){e??=x}});' +
    'if(!r){e=Error("pulumi-apikeys cannot be loaded ("+(e.code||e.name)+", Node "+p.versions.node+"): ' +
    "run `npm install pulumi-apikeys` in the project's folder, with Node 22.19 or newer, then the same command again. " +
    'No key was touched.");e.stack="";throw e}' +
    `return r.provider(${JSON.stringify(type)})}`
  );
}
