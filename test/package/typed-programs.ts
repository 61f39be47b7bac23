// The TypeScript programs of the consumer folders: those that must compile, and those that must not.

import { type VendorName, vendorNames } from "../../emulator/index";
import type { Definition } from "../../provider/core/vendor/definition";
import { kits } from "../vendors/index";

interface Typed {
  readonly vendor: VendorName;
  /** `devin.ServiceApiKey` */
  readonly type: string;
  readonly output: string;
  /** Complete inputs that are right, without the braces. */
  readonly inputs: string;
  readonly expiry: Definition["expiry"];
}

const all = vendorNames.map((vendor): Typed => {
  const { definition, sample } = kits[vendor];
  const { type, valueOutput: output, expiry } = definition;
  return { vendor, type: type.replace(":", "."), output, inputs: JSON.stringify(sample.inputs).slice(1, -1), expiry };
});

const right = ({ vendor, type, output, inputs, expiry }: Typed) => `
export const ${vendor}Key = new ${type}(
  "key",
  { ${inputs}, account: "eu", marker: false, rotation, adopt: { keyId: "id", value: "value" }${expiry ? `, ${expiry.input}: "90d"` : ""} },
  { protect: true },
);
export const ${vendor}Value: Output<string> = ${vendor}Key.${output};
export const ${vendor}Url: Output<string> = ${vendor}Key.mintedBy.url;
${expiry ? `export const ${vendor}End: Output<string | undefined> = ${vendor}Key.${expiry.output};` : ""}

// A key that is adopted without its value has none to hand on.
export const ${vendor}Legacy = new ${type}("legacy", { ${inputs}, adopt: { keyId: "id" } });
export const ${vendor}Perhaps: Output<string | undefined> = ${vendor}Legacy.${output};
export const ${vendor}Another: Output<string | undefined> = new ${type}("another", { ${inputs}, adopt }).${output};

// Components hand the inputs on.
export class Component_${vendor} extends ComponentResource {
  readonly value: Output<string>;
  readonly adopted: Output<string | undefined>;
  constructor(name: string, args: ${type}Args, adopting: ${type}Args<Adopt>) {
    super("acme:Component", name);
    const parent = { parent: this };
    const key: ${type} = new ${type}(name, args, parent);
    this.value = key.${output};
    this.adopted = new ${type}(\`\${name}-adopted\`, adopting, parent).${output};
  }
}
`;

export const rightProgram = `import { ComponentResource, type Output } from "@pulumi/pulumi";
import { type Adopt, ${vendorNames.join(", ")}, type Rotation } from "pulumi-apikeys";

const rotation: Rotation = { every: "30d", overlap: "24h" };
const adopt: Adopt = { keyId: "id" };
${all.map(right).join("")}
export const secrets: Output<string>[] = [${all.map(({ vendor }) => `${vendor}Value`).join(", ")}];
`;

export const rightOfflineTest = `import { createEmulator, type Emulator } from "pulumi-apikeys/emulator";

export async function offline(): Promise<Emulator> {
  const emulator = await createEmulator();
  const keys: number = emulator.ledger.liveKeys("${vendorNames[0]}").length;
  Object.assign(process.env, emulator.environment(), { KEYS: String(keys) });
  return emulator;
}
`;

export const rightPolicyPack = `import { PolicyPack } from "@pulumi/policy";
import { policies } from "pulumi-apikeys/policy";

new PolicyPack("acme", { policies: policies.filter(({ name }) => name !== "key-naming") });
`;

const wrong = ({ vendor, type, output, inputs }: Typed) => `
// @ts-expect-error
new ${type}("ci", {});
const { ${output}: ${vendor}Adopted } = new ${type}("ci", { ${inputs}, adopt: { keyId: "id" } });
// @ts-expect-error
export const ${vendor}Bearer: Output<string> = ${vendor}Adopted;
// @ts-expect-error
export const ${vendor}Args: ${type}Args = { ${inputs}, adopt: { keyId: "id" } };
// @ts-expect-error
new ${type}("ci", { ${inputs}, adopt: { value: "its id is missing" } });
const ${vendor}Key = new ${type}("ci", { ${inputs} });
// @ts-expect-error
export const ${vendor}Plain: string = ${vendor}Key.${output};
${kits[vendor].uncompilable.map((own) => `// @ts-expect-error\nnew ${type}("ci", ${own});`).join("\n")}
`;

/** Each line under an `@ts-expect-error` is a mistake. If such a line compiled, the compilation would fail. */
export const wrongProgram = `import type { Output } from "@pulumi/pulumi";
import { ${vendorNames.join(", ")}, type Rotation } from "pulumi-apikeys";

// @ts-expect-error
export const rotation: Rotation = { evry: "30d" };
${all.map(wrong).join("")}`;
