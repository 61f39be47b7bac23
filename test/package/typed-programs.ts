// The TypeScript programs of the consumers: what must compile, and what must not.

export const rightProgram = `import { ComponentResource, type Output } from "@pulumi/pulumi";
import { type Adopt, devin, kosli, nekuda, type Rotation } from "pulumi-apikeys";

const rotation: Rotation = { every: "30d", overlap: "24h" };

const ci = new devin.ServiceApiKey("ci", { orgId: "org-1", account: "eu" });
const reporter = new kosli.ServiceAccountApiKey(
  "reporter",
  { serviceAccount: "ci", description: ci.keyId, expiresIn: "90d", rotation, adopt: { keyId: "id", value: "value" } },
  { protect: true },
);
const checkout = new nekuda.ApiKey("checkout", { name: "checkout", onDelete: "delete", marker: false });

export const secrets: Output<string>[] = [ci.apiKey, reporter.apiKey, checkout.privateKey];
export const expiresAt: Output<string | undefined> = reporter.expiresAt;
export const url: Output<string> = checkout.mintedBy.url;

// A key that is adopted without its value has none to hand on.
export const legacy = new nekuda.ApiKey("legacy", { name: "legacy", adopt: { keyId: "id" } });
export const perhaps: Output<string | undefined> = legacy.privateKey;
const adopt: Adopt = { keyId: "id" };
export const another: Output<string | undefined> = new devin.ServiceApiKey("another", { orgId: "org-1", adopt }).apiKey;

// Components hand the inputs on.
export class Reporter extends ComponentResource {
  readonly value: Output<string>;
  readonly adopted: Output<string | undefined>;
  constructor(name: string, args: kosli.ServiceAccountApiKeyArgs, adopting: kosli.ServiceAccountApiKeyArgs<Adopt>) {
    super("acme:Reporter", name);
    const parent = { parent: this };
    const key: kosli.ServiceAccountApiKey = new kosli.ServiceAccountApiKey(name, args, parent);
    this.value = key.apiKey;
    this.adopted = new kosli.ServiceAccountApiKey(\`\${name}-adopted\`, adopting, parent).apiKey;
  }
}
`;

export const rightOfflineTest = `import { createEmulator, type Emulator } from "pulumi-apikeys/emulator";

export async function offline(): Promise<Emulator> {
  const emulator = await createEmulator();
  const keys: number = emulator.ledger.liveKeys("kosli").length;
  Object.assign(process.env, emulator.environment(), { KEYS: String(keys) });
  return emulator;
}
`;

export const rightPolicyPack = `import { PolicyPack } from "@pulumi/policy";
import { policies } from "pulumi-apikeys/policy";

new PolicyPack("acme", { policies: policies.filter(({ name }) => name !== "key-naming") });
`;

/** Each line under a comment is a mistake; a line that compiled would fail the compilation instead. */
export const wrongProgram = `import type { Output } from "@pulumi/pulumi";
import { devin, kosli, nekuda, type Rotation } from "pulumi-apikeys";

// @ts-expect-error
new devin.ServiceApiKey("ci", {});
const { apiKey } = new devin.ServiceApiKey("ci", { orgId: "org-1", adopt: { keyId: "id" } });
// @ts-expect-error
export const bearer: Output<string> = apiKey;
// @ts-expect-error
export const args: kosli.ServiceAccountApiKeyArgs = { serviceAccount: "ci", description: "x", adopt: { keyId: "id" } };
// @ts-expect-error
export const rotation: Rotation = { evry: "30d" };
// @ts-expect-error
new devin.ServiceApiKey("ci", { orgId: "org-1", description: "Devin has none" });
// @ts-expect-error
new kosli.ServiceAccountApiKey("ci", { serviceAccount: "ci", description: "x", expiresIn: 90 });
// @ts-expect-error
new kosli.ServiceAccountApiKey("ci", { serviceAccount: "ci" });
// @ts-expect-error
new nekuda.ApiKey("ci", { name: "ci", onDelete: "x" });
// @ts-expect-error
new nekuda.ApiKey("ci", { name: "ci", adopt: { value: "its id is missing" } });
const key = new nekuda.ApiKey("ci", { name: "ci" });
// @ts-expect-error
export const plain: string = key.privateKey;
`;
