/**
 * Whether a program asks for another key than the one on record: one of another identity, or in another place. It sends nothing.
 *
 * A change of words alone (an equal instant, an equal duration) must never replace a key. So inputs are compared after they are read.
 */
import { destinationOf, writtenOrg } from "../program/destination";
import type { ReadInputs } from "../program/inputs";
import type { VariableNames } from "../vendor/account-definition";
import { type Definition, identityOf } from "../vendor/definition";
import { destinationInWords } from "../vendor/minted-by";
import type { StackConfig } from "../vendor/stack-config";
import { variableToSet } from "../vendor/variables";
import type { KeyRecord } from "./record";

type Asked = Pick<ReadInputs<object>, "known" | "unknown">;

/** The properties for which the program asks for another key. */
export function replacesFor(
  definition: Definition,
  { identity, mintedBy }: KeyRecord,
  { known, unknown }: Asked,
  config: StackConfig,
): string[] {
  const asked = identityOf(definition, known);
  const replaces = Object.keys(asked).filter(
    (property) => unknown.has(property) || identity[property] !== asked[property],
  );
  if (unknown.has("account")) return [...replaces, "account"];
  const { url, org } = destinationOf(definition, known, config);
  // A URL that cannot be read moves nothing, nor does an organization that is set nowhere.
  if (url !== undefined && url !== mintedBy.url) replaces.push("account");
  const orgInput = definition.account.org?.input;
  if (orgInput !== undefined && (unknown.has(orgInput) || (org !== undefined && org !== mintedBy.org)))
    replaces.push(orgInput);
  return replaces;
}

/** Where a run's requests go, and how to lead them back. */
interface Elsewhere {
  readonly calls: string;
  readonly remedy: string;
  /** What to do before the key is replaced, with a full stop before it. Empty where the key to be replaced stays in reach. */
  readonly warning: string;
}

/** Where the run's requests go, if not to where the key was minted. A missing variable can cause that, and no diff shows it. */
export function elsewhere(
  definition: Definition,
  { mintedBy }: KeyRecord,
  accountOnRecord: string | undefined,
  { known, unknown }: Asked,
  config: StackConfig,
): Elsewhere | undefined {
  const orgInput = definition.account.org?.input;
  if (unknown.has("account") || (orgInput !== undefined && unknown.has(orgInput))) return undefined;
  const { url = mintedBy.url, org = mintedBy.org } = destinationOf(definition, known, config);
  if (url === mintedBy.url && org === mintedBy.org) return undefined;
  const { account } = definition;
  const staysInReach = url === mintedBy.url || known.account !== accountOnRecord;
  const variable = (names: VariableNames) => variableToSet({ definition: account, name: known.account, config }, names);
  const back = [
    ...(url === mintedBy.url ? [] : [`the API's URL (${variable(account.url)})`]),
    ...(org === mintedBy.org || !account.org
      ? []
      : [
          `the organization (${writtenOrg(definition, known) === undefined ? variable(account.org) : `\`${account.org.input}\` in the program`})`,
        ]),
  ];
  return {
    calls: `this run calls ${destinationInWords({ url, org })}, but the key was minted at ${destinationInWords({ url: mintedBy.url, org: mintedBy.org })}`,
    remedy: `set back ${back.join(" and ")}`,
    warning: staysInReach
      ? ""
      : `. To move on purpose, give the new URL and token an \`account\` name of their own. Otherwise the replaced key cannot be revoked`,
  };
}
