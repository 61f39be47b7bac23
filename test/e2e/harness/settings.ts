/** The vendors' credentials and endpoints by their settings: as variables, and as a stack's config. */
import { type VendorName, vendorNames } from "../../../emulator/index";
import { variableOf } from "../../../provider/core/vendor/account";
import { kits } from "../../vendors/index";

export type Setting = "token" | "url" | "org";

/** The variable of a setting that counts first; nothing where the vendor has no such setting. */
export function variable(vendor: VendorName, setting: Setting): string | undefined {
  const { account } = kits[vendor].definition;
  return account[setting] && variableOf(account, account[setting], undefined);
}

export function tokenVariable(vendor: VendorName): string {
  return variable(vendor, "token") ?? "";
}

export function urlVariable(vendor: VendorName): string {
  return variable(vendor, "url") ?? "";
}

/** What an environment says, as config: of the unnamed account, or of one that is named. */
export function asConfig(environment: Readonly<Record<string, string>>, name?: string): Record<string, string> {
  const path = name === undefined ? "" : `accounts.${name}.`;
  const settings = vendorNames.flatMap((vendor) => {
    const { account } = kits[vendor].definition;
    return (["token", "url", "org"] as const).flatMap((setting) => {
      const value = environment[variable(vendor, setting) ?? ""];
      return value === undefined ? [] : [[`${vendor}:${path}${account[setting]?.config}`, value]];
    });
  });
  return Object.fromEntries(settings);
}

/** What is left of an environment without its tokens. */
export function withoutTokens(environment: Readonly<Record<string, string>>): Record<string, string> {
  const tokens = new Set(vendorNames.map(tokenVariable));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !tokens.has(name)));
}
