// The programs of the consumers, as their users would write them, and the driver that runs one where the engine cannot. Plain JavaScript: types are
// tried in types.test.ts.

const keys = `
const ci = new devin.ServiceApiKey("ci", { orgId: process.env.DEVIN_ORG_ID });
const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT,
  description: "Reports deployments",
  expiresIn: "90d",
});
const checkout = new nekuda.ApiKey("checkout", { name: "checkout" });
`;

export const commonJsProgram = `const { devin, kosli, nekuda } = require("pulumi-apikeys");
${keys}
module.exports = { devinKey: ci.apiKey, kosliKey: reporter.apiKey, nekudaKey: checkout.privateKey };
`;

export const esmProgram = `import { devin, kosli, nekuda } from "pulumi-apikeys";
${keys}
export const devinKey = ci.apiKey;
export const kosliKey = reporter.apiKey;
export const nekudaKey = checkout.privateKey;
`;

/** Neighbours of the keys in the provider's process that work in a folder of their own, before the keys are made and before they are revoked. */
export function neighbourProgram(work: string): string {
  return `const pulumi = require("@pulumi/pulumi");
const { devin, kosli, nekuda } = require("pulumi-apikeys");
const provider = {
  create: async (inputs) => { ${work} return { id: "built", outs: inputs }; },
  delete: async () => { ${work} },
};
class Build extends pulumi.dynamic.Resource {
  constructor(name, options) { super(provider, name, {}, options); }
}
const before = { dependsOn: new Build("before") };
const ci = new devin.ServiceApiKey("ci", { orgId: process.env.DEVIN_ORG_ID }, before);
const reporter = new kosli.ServiceAccountApiKey("reporter", { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, description: "Reports" }, before);
const checkout = new nekuda.ApiKey("checkout", { name: "checkout" }, before);
new Build("after", { dependsOn: [ci, reporter, checkout] });
`;
}

/** A program that keeps the policies of the pack. */
export const carefulProgram = `const { devin } = require("pulumi-apikeys");
const rotation = { every: "30d", overlap: "24h" };
module.exports = { devinKey: new devin.ServiceApiKey("ci", { orgId: process.env.DEVIN_ORG_ID, rotation }).apiKey };
`;

/** What is left of a program when its last key is taken out. */
export const programWithoutKeys = `module.exports = { answer: 42 };
`;

/**
 * `node run.mjs <program file> [policy pack]` in the project's folder: what `pulumi up` does there, with the program inside this process. It uses the
 * SDK that the program uses.
 */
export const driver = `import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const program = async () => {
  const loaded = await import(pathToFileURL(resolve(process.argv[2])).href);
  return { ...(loaded.default ?? loaded) };
};
const options = { workDir: process.cwd() };
const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: "consumer", program }, options);
try {
  await stack.up({
    policyPacks: process.argv.slice(3),
    onOutput: (text) => process.stdout.write(text),
    onError: (text) => process.stderr.write(text),
  });
} catch (error) {
  // Of a failed run the engine has said all there is.
  if (!error.commandResult) throw error;
  process.exitCode = 1;
}
`;
