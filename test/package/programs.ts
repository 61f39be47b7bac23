// The programs of the consumers, as their users would write them. Plain JavaScript: types are tried in types.test.ts, other forms of programs in
// forms.long.test.ts.

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
