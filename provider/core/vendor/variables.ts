/**
 * Where an account's token, URL and organization come from: the environment at call time, then the stack's config, then the default. A
 * named account has variables of its own, and an entry of its own under `<vendor>:accounts`. Here each is found, and named to its user.
 *
 * A variable's text must never be quoted: it may be a token, also where it should be a URL.
 */
import { z } from "zod";
import { Defect } from "../values/defect";
import { readJson } from "../values/json";
import type { AccountDefinition, VariableNames } from "./account-definition";
import { keyAsWritten, type StackConfig, sourceInConfig } from "./stack-config";

/** By what an account is found. */
export interface NamedAccount {
  readonly definition: AccountDefinition;
  readonly name: string | undefined;
  readonly config: StackConfig;
}

/** One sentence that names every way to set a variable that is missing. */
export function missing(
  definition: AccountDefinition,
  names: VariableNames,
  name: string | undefined,
  what: string,
  stackConfig: StackConfig,
): string {
  const { ofLastUp, isExplicit } = stackConfig;
  const variables = environmentNames(definition, names, name).join(" or ");
  const path = pathInConfig(definition, names, name);
  const key = keyAsWritten(stackConfig, path);
  const secretly = what === "token" ? "--secret " : "";
  const command = name ? `\`pulumi config set --path ${secretly}'${key}'\`` : `\`pulumi config set ${secretly}${key}\``;
  const config = ofLastUp === undefined ? `, or ${command}` : "";
  const ways = isExplicit ? sourceInConfig(stackConfig, path) : `${variables} in the environment${config}`;
  return `no ${definition.title} ${what}${name ? ` for the account "${name}"` : ""}: set ${ways}`;
}

/** The way to set a variable that goes before every other: in the environment, or in an explicit provider that counts alone. */
export function variableToSet(account: NamedAccount, names: VariableNames): string {
  return isWhole(account) ? variableInShort(account, names) : `${variableInShort(account, names)} in the environment`;
}

/** The same in short: the environment's variable, without where it stands. */
export function variableInShort(account: NamedAccount, names: VariableNames): string {
  const { definition, name, config } = account;
  return isWhole(account)
    ? sourceInConfig(config, pathInConfig(definition, names, name))
    : variableOf(definition, names, name);
}

/** The environment variable that goes before every other way to set a variable. */
export function variableOf(definition: AccountDefinition, names: VariableNames, name: string | undefined): string {
  const [first] = environmentNames(definition, names, name);
  if (first === undefined) throw new Defect(`${names.config} has no variable`);
  return first;
}

/** The tokens of all accounts, the unnamed one's too. */
export function tokensOf(definition: AccountDefinition, config: StackConfig): FoundVariable[] {
  const { vendor, token } = definition;
  const variable = new RegExp(`^${vendor.toUpperCase()}_(ACCOUNT_\\w+_)?(${token.env.join("|")})$`);
  const inEnvironment = Object.entries(process.env).filter(([name]) => variable.test(name));
  const entries = readAccounts(config.get(accountsKey(definition)));
  const key = configKey(definition, token);
  const inConfig = [
    [sourceInConfig(config, key), config.get(key)],
    ...(typeof entries === "object"
      ? Object.entries(entries).map(([name, entry]) => [
          sourceInConfig(config, pathInConfig(definition, token, name)),
          entry[token.config],
        ])
      : []),
  ];
  const found = [...inEnvironment.map(([variable, text]) => [`${variable} in the environment`, text]), ...inConfig];
  return found.flatMap(([source, text]) => (source && text ? [{ source, text }] : []));
}

export interface FoundVariable {
  readonly text: string;
  readonly source: string;
}

export function environmentNames(
  definition: AccountDefinition,
  names: VariableNames,
  name: string | undefined,
): string[] {
  const prefix = definition.vendor.toUpperCase();
  const infix = name ? `_ACCOUNT_${name.toUpperCase().replaceAll("-", "_")}` : "";
  return names.env.map((suffix) => `${prefix}${infix}_${suffix}`);
}

/** Finds variables in the environment, then in the config. An explicit provider that sets any variable of the vendor counts alone. Empty means unset. */
export function finder(definition: AccountDefinition, name: string | undefined, config: StackConfig) {
  const problems: string[] = [];
  const entries = name === undefined ? undefined : readAccounts(config.get(accountsKey(definition)));
  const key = keyAsWritten(config, accountsKey(definition));
  if (entries === "malformed") {
    const command = `pulumi config set --path --secret '${key}.${name}.${definition.token.config}'`;
    problems.push(
      `${key} in the config is not a map of accounts to their variables: set each entry so: \`${command}\``,
    );
  }
  const inEnvironment = (names: VariableNames): FoundVariable | undefined => {
    const variable = environmentNames(definition, names, name).find((each) => process.env[each]);
    const text = variable && process.env[variable];
    return text ? { text, source: `${variable} in the environment` } : undefined;
  };
  const inConfig = (names: VariableNames): FoundVariable | undefined => {
    const inEntry = (name: string) => (typeof entries === "object" ? entries[name]?.[names.config] : undefined);
    const text = name === undefined ? config.get(configKey(definition, names)) : inEntry(name);
    return text ? { text, source: sourceInConfig(config, pathInConfig(definition, names, name)) } : undefined;
  };
  const isAlone = isWhole({ definition, config });
  const find = (names: VariableNames) => (isAlone ? undefined : inEnvironment(names)) ?? inConfig(names);
  return Object.assign(find, { problems });
}

/**
 * Whether an explicit provider counts alone. A provider that says anything of a vendor says all of it: with another account's token or URL
 * beside, a key would be another's.
 */
function isWhole({ definition, config }: Pick<NamedAccount, "definition" | "config">): boolean {
  return config.isExplicit === true && configKeysOf(definition).some((own) => config.get(own) !== undefined);
}

/** Where a variable stands in the config, as `kosli:accounts.eu.apiToken`. */
function pathInConfig(definition: AccountDefinition, names: VariableNames, name: string | undefined): string {
  return name === undefined ? configKey(definition, names) : `${accountsKey(definition)}.${name}.${names.config}`;
}

function configKey({ vendor }: AccountDefinition, names: VariableNames): string {
  return `${vendor}:${names.config}`;
}

/** Every config key of the vendor. */
export function configKeysOf(definition: AccountDefinition): string[] {
  const { token, url, org } = definition;
  return [
    accountsKey(definition),
    ...[token, url, org].flatMap((names) => (names ? [configKey(definition, names)] : [])),
  ];
}

function accountsKey({ vendor }: AccountDefinition): string {
  return `${vendor}:accounts`;
}

const accountsConfig = z.record(z.string(), z.record(z.string(), z.string()));

function readAccounts(text: string | undefined): z.output<typeof accountsConfig> | "malformed" | undefined {
  if (!text) return undefined;
  const parsed = accountsConfig.safeParse(typeof text === "string" ? readJson(text) : text);
  return parsed.success ? parsed.data : "malformed";
}
