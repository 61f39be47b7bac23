/** An environment without any vendor's variables, and a config as the engine hands it over. */
import { afterEach, beforeEach } from "@jest/globals";
import type { StackConfig } from "../../../provider/core/vendor/stack-config";
import { vendorVariable } from "../../e2e/harness/vendor-variable";

/** Whether a variable is one of a vendor's, the made-up vendor Acme included. */
const isVendors = (name: string) => vendorVariable.test(name) || name.startsWith("ACME_");

let before: NodeJS.ProcessEnv;

/** Takes the vendors' variables out before each test, and puts the environment back after it. */
export function emptyEnvironment(): void {
  beforeEach(() => {
    before = { ...process.env };
    for (const name of Object.keys(process.env)) if (isVendors(name)) delete process.env[name];
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (isVendors(name)) delete process.env[name];
    Object.assign(process.env, before);
  });
}

export function configOf(values: Record<string, string>): StackConfig {
  return { get: (key) => (Object.hasOwn(values, key) ? values[key] : undefined) };
}
