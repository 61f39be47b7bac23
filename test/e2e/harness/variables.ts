/** The vendors' tokens, URLs and organizations as variables: in the environment, and in a stack's config. */
import { type VendorName, vendorNames } from "../../../emulator/index";
import { variableOf } from "../../../provider/core/vendor/variables";
import { kits } from "../../vendors/index";
import { configKey } from "../../way-in";

export type Variable = "token" | "url" | "org";

/** The variable's name in the environment; of several names, the one that wins. Nothing where the vendor has no such variable. */
export function variable(vendor: VendorName, which: Variable): string | undefined {
  const { account } = kits[vendor].definition;
  return account[which] && variableOf(account, account[which], undefined);
}

export function tokenVariable(vendor: VendorName): string {
  return variable(vendor, "token") ?? "";
}

export function urlVariable(vendor: VendorName): string {
  return variable(vendor, "url") ?? "";
}

/** The variables of an environment as a stack's config: for the unnamed account, or for a named one. */
export function asConfig(environment: Readonly<Record<string, string>>, name?: string): Record<string, string> {
  const path = name === undefined ? "" : `accounts.${name}.`;
  const entries = vendorNames.flatMap((vendor) => {
    const { account } = kits[vendor].definition;
    return (["token", "url", "org"] as const).flatMap((which) => {
      const value = environment[variable(vendor, which) ?? ""];
      return value === undefined ? [] : [[configKey(vendor, `${path}${account[which]?.config}`), value]];
    });
  });
  return Object.fromEntries(entries);
}

/** An environment without its tokens. */
export function withoutTokens(environment: Readonly<Record<string, string>>): Record<string, string> {
  const tokens = new Set(vendorNames.map(tokenVariable));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !tokens.has(name)));
}
