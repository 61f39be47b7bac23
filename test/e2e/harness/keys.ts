/** Declares the vendors' resources by their kits, so that a test of what all vendors share is written once. */
import { type CustomResource, type CustomResourceOptions, Output } from "@pulumi/pulumi";
import { type VendorName, vendorNames } from "../../../emulator/index";
import { forEachVendor } from "../../../emulator/vendors";
import { keyClass } from "../../vendors/classes";
import { kits } from "../../vendors/index";
import type { TestStack } from "./test-stack";

export interface Key {
  readonly resource: CustomResource;
  readonly value: Output<string>;
}

interface KeyCase {
  readonly type: string;
  readonly valueOutput: string;
  /** Declares a key. Inputs that are left out get values that the emulator accepts. */
  declare(name: string, stack: TestStack, args?: object, options?: CustomResourceOptions): Key;
}

export const keyCases = forEachVendor(keyCaseOf);

function keyCaseOf(vendor: VendorName): KeyCase {
  const { definition, usual } = kits[vendor];
  const { type, valueOutput } = definition;
  const Class = keyClass(vendor);
  return {
    type,
    valueOutput,
    declare(name, { emulator }, args, options) {
      const resource = withoutRejections(new Class(name, { ...usual(emulator), ...args }, options));
      return {
        resource,
        value: (resource as unknown as Readonly<Record<string, Output<string>>>)[valueOutput] as Output<string>,
      };
    },
  };
}

/** A program with a key of each vendor, named after it. */
export function oneOfEach(stack: TestStack, args: Partial<Record<VendorName, object>> = {}) {
  return async (): Promise<void> => {
    for (const vendor of vendorNames) keyCases[vendor].declare(vendor, stack, args[vendor]);
  };
}

/** The same arguments for each vendor. */
export function forAll(args: object): Record<VendorName, object> {
  return forEachVendor(() => args);
}

/** The environment of a person who has another account at each vendor. */
export function anotherAccount({ emulator }: TestStack): Record<string, string> {
  return Object.assign({}, emulator.environment(), ...Object.values(kits).map((kit) => kit.anotherAccount(emulator)));
}

/** The id that the record of a resource holds. */
export function keyId(stack: TestStack, name: string): string {
  return stack.state(name).outputs.keyId;
}

/** The hash in a key's marker, which tells for which resource the key was minted. */
export function markedFor({ ledger }: TestStack, id: string): string | undefined {
  const { name, description } = ledger.keys.find((key) => key.id === id) ?? {};
  return /\[pulumi:(\w+)\./.exec(`${name} ${description}`)?.[1];
}

/**
 * Silences the outputs of a failed resource. If a run goes on after a failure, the SDK rejects each of them, and nobody handles that
 * rejection. The tests read the engine's own report instead.
 */
function withoutRejections<R extends CustomResource>(resource: R): R {
  for (const output of Object.values(resource)) {
    if (!Output.isInstance(output)) continue;
    const { promise, isKnown, isSecret, allResources } = output as unknown as Record<string, unknown>;
    for (const part of [promise, isKnown, isSecret, allResources])
      Promise.resolve(typeof part === "function" ? part() : part).catch(() => undefined);
  }
  return resource;
}
