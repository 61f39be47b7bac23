/**
 * The account that a run sends requests with: its token, URL and organization, checked before anything is sent.
 *
 * A token must never appear in a message, nor be sent anywhere but to its account's URL.
 */

import { z } from "zod";
import { Defect } from "../values/defect";
import { isLoopback } from "../values/loopback";
import { Secret } from "../values/secret";
import { UserError } from "../values/user-error";
import type { AccountDefinition } from "./account-definition";
import type { StackConfig } from "./stack-config";
import { finder, missing } from "./variables";

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
  readonly config: StackConfig;
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
  return { definition, name, url, org, token, tokenSource, config };
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

/** What a preview says of variables that it lacks. A preview does not fail for them, since pull requests have no secrets. The up does. */
export function missingInPreview(what: string): string {
  return `${what}. Without it \`pulumi up\` will stop before anything is sent`;
}
