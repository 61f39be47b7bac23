// The programs of the consumer folders, as users would write them, in plain JavaScript. types.long.test.ts tries types, and
// forms.long.test.ts other forms of programs.

import { type VendorName, vendorNames } from "../../emulator/index";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";

const namespaces = vendorNames.join(", ");

/** `new devin.ServiceApiKey("devin", { … })`, with `more` after the inputs. */
function declared(vendor: VendorName, more = ""): string {
  const { definition, smallest } = kits[vendor];
  return `new ${definition.type.replace(":", ".")}("${vendor}", ${smallest}${more})`;
}

const keys = vendorNames.map((vendor) => `const ${vendor}Key = ${declared(vendor)};`).join("\n");
const outputOf = (vendor: VendorName) => `${vendor}Key.${kits[vendor].definition.valueOutput}`;

export const commonJsProgram = `const { ${namespaces} } = require("pulumi-apikeys");
${keys}
module.exports = { ${vendorNames.map((vendor) => `${vendor}: ${outputOf(vendor)}`).join(", ")} };
`;

export const esmProgram = `import { ${namespaces} } from "pulumi-apikeys";
${keys}
${vendorNames.map((vendor) => `export const ${vendor}Value = ${outputOf(vendor)};`).join("\n")}
`;

/** A program whose other resources share the provider process, and do `work` before the keys are minted and before they are revoked. */
export function neighbourProgram(work: string): string {
  return `const pulumi = require("@pulumi/pulumi");
const { ${namespaces} } = require("pulumi-apikeys");
const provider = {
  create: async (inputs) => { ${work} return { id: "built", outs: inputs }; },
  delete: async () => { ${work} },
};
class Build extends pulumi.dynamic.Resource {
  constructor(name, options) { super(provider, name, {}, options); }
}
const before = { dependsOn: new Build("before") };
const keys = [${vendorNames.map((vendor) => declared(vendor, ", before")).join(", ")}];
new Build("after", { dependsOn: keys });
`;
}

const lasting = vendorThat(({ definition }) => definition.expiry === undefined);

const kosliInputs = 'serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, expiresIn: "90d"';

/** A program that writes null for optional inputs, as JavaScript programs and values from JSON do. */
export const nullsProgram = `import { kosli } from "pulumi-apikeys";
const nulls = {
  overlap: { rotation: { every: "30d", overlap: null } },
  rotation: { rotation: null },
  expiresAt: { expiresAt: null },
  account: { account: null },
  marker: { marker: null },
  adopt: { adopt: null },
};
for (const [name, args] of Object.entries(nulls)) {
  new kosli.ServiceAccountApiKey(name, { ${kosliInputs}, description: name, ...args });
}
`;

export const withoutArgumentsProgram = `import { kosli } from "pulumi-apikeys";
new kosli.ServiceAccountApiKey("k");
`;

/** A program without a violation of the pack's policies. */
export const carefulProgram = `const { ${lasting} } = require("pulumi-apikeys");
const rotation = { every: "30d", overlap: "24h" };
const inputs = { ...${kits[lasting].smallest}, rotation };
module.exports = { key: new ${kits[lasting].definition.type.replace(":", ".")}("ci", inputs).${kits[lasting].definition.valueOutput} };
`;

/** A program whose last key has been taken out. */
export const programWithoutKeys = `module.exports = { answer: 42 };
`;
