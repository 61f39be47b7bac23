/** The destination of a run's requests for a key: the API's URL and the organization. It sends nothing to find out. */
import { Defect } from "../values/defect";
import { lookUpAccount } from "../vendor/account";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";
import { missing } from "../vendor/variables";
import type { CommonInputs, Raw } from "./inputs";

/** The organization that stands in the program, where the vendor has organizations. */
export function writtenOrg({ account }: Definition, inputs: object): string | undefined {
  const org = account.org && (inputs as Raw)[account.org.input];
  return typeof org === "string" ? org : undefined;
}

export function missingOrg({ account }: Definition, name: string | undefined, config: StackConfig): string {
  if (!account.org) throw new Defect(`${account.title} has no organization to name`);
  return `${missing(account, account.org, name, "organization", config)}, or write \`${account.org.input}\` in the program`;
}

/** The destination by a program's inputs and the variables of now, as far as it is known. */
export function destinationOf(definition: Definition, inputs: Partial<CommonInputs>, config: StackConfig) {
  const found = lookUpAccount(definition.account, inputs.account, config);
  return { url: found.url, org: definition.account.org && (writtenOrg(definition, inputs) ?? found.org) };
}
