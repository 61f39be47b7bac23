/** The three resources as a table, so that a test of what they share is written once. */
import { type CustomResource, type CustomResourceOptions, Output } from "@pulumi/pulumi";
import { devin, kosli, nekuda } from "pulumi-apikeys";
import { type VendorName, vendorNames } from "../../../emulator/index";
import type { TestStack } from "./test-stack";

export interface Key {
  readonly resource: CustomResource;
  readonly value: Output<string>;
}

interface KeyCase {
  readonly type: string;
  readonly valueOutput: "apiKey" | "privateKey";
  /** Declares a key; what is not given is right for the emulator. */
  declare(name: string, stack: TestStack, args?: object, options?: CustomResourceOptions): Key;
}

export const keyCases: Readonly<Record<VendorName, KeyCase>> = {
  devin: {
    type: "devin:ServiceApiKey",
    valueOutput: "apiKey",
    declare(name, { emulator }, args, options) {
      const resource = new devin.ServiceApiKey(name, { orgId: emulator.place("devin").scope, ...args }, options);
      return { resource: settled(resource), value: resource.apiKey };
    },
  },
  kosli: {
    type: "kosli:ServiceAccountApiKey",
    valueOutput: "apiKey",
    declare(name, _, args, options) {
      const all = { serviceAccount: "ci", description: "for tests", ...args };
      const resource = new kosli.ServiceAccountApiKey(name, all, options);
      return { resource: settled(resource), value: resource.apiKey };
    },
  },
  nekuda: {
    type: "nekuda:ApiKey",
    valueOutput: "privateKey",
    declare(name, _, args, options) {
      const resource = new nekuda.ApiKey(name, { name: "for tests", description: "of the engine", ...args }, options);
      return { resource: settled(resource), value: resource.privateKey };
    },
  },
};

/** Something for each vendor, which fails or compares as one. */
export function perVendor<T>(make: (vendor: VendorName) => T): Record<VendorName, T> {
  return Object.fromEntries(vendorNames.map((vendor) => [vendor, make(vendor)])) as Record<VendorName, T>;
}

/** A program with a key of each vendor, named after it. */
export function oneOfEach(stack: TestStack, args: Partial<Record<VendorName, object>> = {}) {
  return async (): Promise<void> => {
    for (const vendor of vendorNames) keyCases[vendor].declare(vendor, stack, args[vendor]);
  };
}

/** The same arguments for each vendor. */
export function forAll(args: object): Record<VendorName, object> {
  return perVendor(() => args);
}

/** What a person with another account of each vendor would have exported: another enterprise, organization, token. */
export function anotherAccount({ emulator }: TestStack): Record<string, string> {
  const token = perVendor((vendor) => emulator.tokens.issue(vendor, { name: "someone else", account: "other" }));
  return {
    ...emulator.environment(),
    DEVIN_ENTERPRISE_API_KEY: token.devin,
    DEVIN_ORG_ID: emulator.place("devin", { account: "other" }).scope,
    KOSLI_API_TOKEN: token.kosli,
    KOSLI_ORG: emulator.place("kosli", { account: "other", scope: "ci" }).account,
    NEKUDA_TOKEN: token.nekuda,
  };
}

/** The id that the record of a resource holds. */
export function keyId(stack: TestStack, name: string): string {
  return stack.state(name).outputs.keyId;
}

/** By the hash of which resource a key is marked at its vendor. */
export function markedFor({ ledger }: TestStack, id: string): string | undefined {
  return /\[pulumi:(\w+)\./.exec(ledger.keys.find((key) => key.id === id)?.description ?? "")?.[1];
}

/**
 * Where a run goes on after a failure, the SDK rejects every output of the failed resource, with nobody to hear it. What counts
 * here is the engine's own report.
 */
function settled<R extends CustomResource>(resource: R): R {
  for (const output of Object.values(resource)) {
    if (!Output.isInstance(output)) continue;
    const { promise, isKnown, isSecret, allResources } = output as unknown as Record<string, unknown>;
    for (const part of [promise, isKnown, isSecret, allResources])
      Promise.resolve(typeof part === "function" ? part() : part).catch(() => undefined);
  }
  return resource;
}
