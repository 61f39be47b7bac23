/** Where a program's inputs lead: the base URL and the organization. Nothing is asked of the vendor for it. */
import { lookUpAccount, missing } from "../vendor/account";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";
import type { CommonInputs, Raw } from "./inputs";

/** The organization that stands in the program, where the vendor has one. */
export function writtenOrg({ account }: Definition, inputs: object): string | undefined {
  const org = account.org && (inputs as Raw)[account.org.input];
  return typeof org === "string" ? org : undefined;
}

export function missingOrg({ account }: Definition, name: string | undefined, config: StackConfig): string {
  if (!account.org) throw new Error(`${account.title} has no organization to name`);
  return `${missing(account, account.org, name, "organization", config)}, or write \`${account.org.input}\` in the program`;
}

/** The base URL and the organization that a program's inputs lead to now, as far as they are known. */
export function destinationOf(definition: Definition, inputs: Partial<CommonInputs>, config: StackConfig) {
  const found = lookUpAccount(definition.account, inputs.account, config);
  return { url: found.url, org: definition.account.org && (writtenOrg(definition, inputs) ?? found.org) };
}
