/**
 * Removes every variable of the vendors and of Pulumi from the environment that the engine and the provider process get. A person's real
 * tokens must never reach a test, and a test must never reach a person's stacks.
 */
import { vendorVariable } from "./vendor-variable";

export { movedClock } from "./provider-clock";

for (const name of Object.keys(process.env))
  if (vendorVariable.test(name) || name.startsWith("PULUMI_")) delete process.env[name];

/**
 * The product waits up to 30 s for a vendor's answer; the factor shortens that to 0.9 s. With 20 processes at work on two processors, a
 * sound vendor was seen to take 0.6 s.
 */
export const shortenedWaits = { PULUMI_APIKEYS_TIME_FACTOR: "0.03" };

/** The vendors' variables as those of a named account: `DEVIN_API_URL` becomes `DEVIN_ACCOUNT_EU_API_URL`. */
export function namedAccount(name: string, environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => [
      variable.replace(vendorVariable, `$1_ACCOUNT_${name.toUpperCase()}_`),
      value,
    ]),
  );
}
