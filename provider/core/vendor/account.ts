/**
 * Where an account's token, URL and organization come from: the environment at call time, then the stack's config, then the
 * default. A named account has variables of its own, and an entry of its own under `<vendor>:accounts`.
 *
 * A token must never appear in a message, nor be sent anywhere but to its account's URL.
 */

import { z } from "zod";
import { Defect } from "../values/defect";
import { readJson } from "../values/json";
import { isLoopback } from "../values/loopback";
import { Secret } from "../values/secret";
import { UserError } from "../values/user-error";
import { keyAsWritten, type StackConfig, sourceInConfig } from "./stack-config";

/** How one variable is found: `DEVIN_API_URL` and `devin:apiUrl` are `{env: ["API_URL"], config: "apiUrl"}`. */
export interface VariableNames {
  /** Names in the environment, without the vendor's prefix. The first that is set counts. */
  readonly env: readonly string[];
  readonly config: string;
}

/** An organization may also stand in the program. Its input and its output have the same name in all resources of a vendor. */
export interface OrgVariableNames extends VariableNames {
  readonly input: string;
}

/** What a vendor's folder says about its accounts. */
export interface AccountDefinition {
  /** The namespace of the config and, in capitals, the prefix of the environment: `devin`. */
  readonly vendor: string;
  readonly title: string;
  readonly token: VariableNames;
  readonly url: VariableNames & { readonly default: string };
  /** Where requests name an organization. */
  readonly org?: OrgVariableNames;
  /** How many requests the vendor takes from an account in a second, where it documents that. Default: no limit until it answers 429. */
  readonly requestsASecond?: number;
  /** The vendor's statuses for a token that it does not accept, and for one that may not manage keys. Default: 401 and 403. */
  readonly refusals?: { readonly invalid: number; readonly notAllowed: number };
  /** What is wrong with a token, told without quoting it; nothing when it may be used. */
  readonly tokenProblem?: (token: string) => string | undefined;
  /** What is wrong with a URL that could be one, told without quoting it; nothing when it may be used. */
  readonly urlProblem?: (url: URL) => string | undefined;
  /** Why a well-formed token cannot be used now (it has expired). */
  readonly tokenExpiry?: (token: string) => string | undefined;
  /** Makes the API's base URL of a URL that names the host alone, as variables of the vendor's own tools do. */
  readonly baseUrl?: (url: URL) => string;
}

/** An account with all that its requests need. What a record remembers of it is `MintedBy`. */
export interface Account {
  readonly definition: AccountDefinition;
  readonly name: string | undefined;
  /** The API's base URL, without a slash at its end. */
  readonly url: string;
  readonly org: string | undefined;
  readonly token: Secret;
  /** The variable that the token came from, for messages. */
  readonly tokenSource: string;
}

/** An account as far as it is known: in preview the token may be missing. */
export interface PartialAccount {
  readonly url: string | undefined;
  readonly org: string | undefined;
  readonly token: Secret | undefined;
  readonly tokenSource: string | undefined;
  /** One sentence for each variable that is set and cannot be right. */
  readonly malformed: readonly string[];
  /** One sentence naming every way to set what is missing; or why the token cannot be used now. */
  readonly whyTokenUnusable: string | undefined;
}

export const accountNameInput = z
  .string({ error: "write an account's name as text" })
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,31}$/, { error: 'write a name of letters, digits and dashes, as "eu"' });

const orgError = "write the organization's name as its URL shows it, in letters, digits and dashes";

/** An organization's name, wherever it is written: it becomes a segment of a path. */
export const orgName = z.string({ error: orgError }).regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, { error: orgError });

/** Looks an account up without failing. */
export function lookUpAccount(
  definition: AccountDefinition,
  name: string | undefined,
  config: StackConfig,
): PartialAccount {
  const find = finder(definition, name, config);
  const malformed = [...find.problems];
  const token = find(definition.token);
  const tokenProblem = token && (textProblem(token.text) ?? definition.tokenProblem?.(token.text));
  if (token && tokenProblem) malformed.push(`${token.source} ${tokenProblem}`);
  const url = find(definition.url) ?? { text: definition.url.default, source: "the default URL" };
  const base = readBaseUrl(url.text, definition);
  if ("problem" in base) malformed.push(`${url.source} ${base.problem}`);
  const org = definition.org && find(definition.org);
  if (org && !orgName.safeParse(org.text).success) malformed.push(`${org.source} is wrong: ${orgError}`);
  const expiry = token && !tokenProblem ? definition.tokenExpiry?.(token.text) : undefined;
  return {
    url: "url" in base ? base.url : undefined,
    org: org?.text,
    token: token && new Secret(token.text),
    tokenSource: token?.source,
    malformed,
    whyTokenUnusable: token
      ? expiry && `${token.source} ${expiry}`
      : missing(definition, definition.token, name, "token", config),
  };
}

/** The account to send requests with, or one message that names every way to set what is missing. */
export function resolveAccount(definition: AccountDefinition, name: string | undefined, config: StackConfig): Account {
  const { url, org, token, tokenSource, malformed, whyTokenUnusable } = lookUpAccount(definition, name, config);
  const problem = malformed.length > 0 ? malformed.join("; ") : whyTokenUnusable;
  if (problem !== undefined) throw new UserError(`${problem}. ${whereConfigIsSeen(config)}Nothing was sent.`);
  if (!token || !tokenSource || !url) throw new Defect("an account without a problem lacks a variable");
  return { definition, name, url, org, token, tokenSource };
}

/** For a run that sees the config of the last up, how to make it use newer config. Empty for any other run. */
export function whereConfigIsSeen({ ofLastUp, isExplicit }: StackConfig): string {
  if (ofLastUp === undefined) return "";
  if (isExplicit) {
    return "This command reads the provider as the last `pulumi up` wrote it. To use newer values, add `--run-program`, or run `pulumi up` first. ";
  }
  const known = "This command reads the config of the last `pulumi up`.";
  if (ofLastUp === "refresh") return `${known} To use newer config, add \`--run-program\`. `;
  // In an up whose program has no key left, nothing but the environment helps.
  return `${known} To use newer config in a \`pulumi destroy\`, add \`--run-program\`. In a \`pulumi up\`, only the environment helps. `;
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

/** The environment variable that goes before every other way to set a variable. */
export function variableOf(definition: AccountDefinition, names: VariableNames, name: string | undefined): string {
  const [first] = environmentNames(definition, names, name);
  if (first === undefined) throw new Defect(`${names.config} has no variable`);
  return first;
}

/** What a preview says of variables that it lacks. A preview does not fail for them, since pull requests have no secrets. The up does. */
export function missingInPreview(what: string): string {
  return `${what}. Without it \`pulumi up\` will stop before anything is sent`;
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
function finder(definition: AccountDefinition, name: string | undefined, config: StackConfig) {
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
  // A provider that says anything of this vendor says all of it: with another account's token or URL beside, a key would be another's.
  const isWhole = config.isExplicit && ownKeys(definition).some((own) => config.get(own) !== undefined);
  const find = (names: VariableNames) => (isWhole ? undefined : inEnvironment(names)) ?? inConfig(names);
  return Object.assign(find, { problems });
}

/** Where a variable stands in the config, as `kosli:accounts.eu.apiToken`. */
function pathInConfig(definition: AccountDefinition, names: VariableNames, name: string | undefined): string {
  return name === undefined ? configKey(definition, names) : `${accountsKey(definition)}.${name}.${names.config}`;
}

function configKey({ vendor }: AccountDefinition, names: VariableNames): string {
  return `${vendor}:${names.config}`;
}

function ownKeys(definition: AccountDefinition): string[] {
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

function textProblem(token: string): string | undefined {
  if (/^(["'`]).*\1$/.test(token)) return "stands in quotes: set it again without them";
  if (/^[\x21-\x7e]+$/.test(token)) return undefined;
  return "holds a space, a line break or another character that no token has: set it again without it";
}

function readBaseUrl(text: string, definition: AccountDefinition): { url: string } | { problem: string } {
  if (text.includes(",")) {
    return {
      problem:
        "holds several hosts, separated by commas: write one of them, and name an account for each of the others",
    };
  }
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return { problem: `is no URL: write one as ${definition.url.default}` };
  }
  if (url.username || url.password) return { problem: "holds a user or a password: write the URL without them" };
  // The text is tested, since `url.search` is empty for a bare `?`: behind that, every path would be a query.
  if (/[?#]/.test(text)) return { problem: "holds a query or a fragment: write the base URL alone" };
  if (url.protocol === "http:" && !isLoopback(url)) {
    return { problem: "would send the token in clear: write https (http is for this machine itself alone)" };
  }
  const problem = definition.urlProblem?.(url);
  if (problem) return { problem };
  const base = definition.baseUrl?.(url) ?? url.href;
  return { url: base.replace(/\/+$/, "") };
}

/** A name for an account's token within a run. It shows no secret. */
export function tokenNameOf({ url, tokenSource }: Account): string {
  return `${url} ${tokenSource}`;
}
