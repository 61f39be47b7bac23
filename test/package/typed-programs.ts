// The TypeScript programs of the consumers: what must compile, and what must not.

export const rightProgram = `import type { Output } from "@pulumi/pulumi";
import { devin, kosli, nekuda } from "pulumi-apikeys";

const ci = new devin.ServiceApiKey("ci", { orgId: "org-1", account: "eu" });
const reporter = new kosli.ServiceAccountApiKey(
  "reporter",
  { serviceAccount: "ci", description: ci.keyId, expiresIn: "90d", adopt: { keyId: "id" } },
  { protect: true },
);
const checkout = new nekuda.ApiKey("checkout", { name: "checkout", onDelete: "delete", marker: false });

export const secrets: Output<string>[] = [ci.apiKey, reporter.apiKey, checkout.privateKey];
export const expiresAt: Output<string | undefined> = reporter.expiresAt;
export const url: Output<string> = checkout.mintedBy.url;
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
export const wrongProgram = `import { devin, kosli, nekuda } from "pulumi-apikeys";

// @ts-expect-error
new devin.ServiceApiKey("ci", {});
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
