/**
 * What one call of the engine works with: the definition, the account, the vendor's API bound to both.
 *
 * Never may a record's key be touched through another account than the one that minted it.
 */
import { missingOrg, writtenOrg } from "../program/destination";
import type { CommonInputs } from "../program/inputs";
import { type KeyRecord, newRecordId, type RecordId, type StoredInputs } from "../record/record";
import { stepsAt } from "../values/help";
import { UserError } from "../values/user-error";
import { type Account, resolveAccount, variableOf } from "../vendor/account";
import { type Definition, type Identity, identityOf, type KeyApi } from "../vendor/definition";
import type { MintedBy } from "../vendor/minted-by";
import type { StackConfig } from "../vendor/stack-config";
import { type TokenSourceOf, tokenSourcesIn } from "../vendor/token-sources";

export interface Session<Inputs extends object = object> {
  /** That of the record which the call is about; a new one where it is to create it. */
  readonly recordId: RecordId;
  readonly definition: Definition<Inputs>;
  readonly origin: CommonInputs["origin"];
  readonly identity: Identity;
  readonly account: Account;
  /** Tells what this and other resources of the vendor authenticate with. */
  readonly tokenSourceOf: TokenSourceOf;
  readonly api: KeyApi<Inputs>;
}

/** For a key that is to be minted or adopted; without `recordId` for a new record. */
export function openForInputs<Inputs extends object>(
  definition: Definition<Inputs>,
  inputs: Inputs & CommonInputs,
  config: StackConfig,
  recordId = newRecordId(),
): Session<Inputs> {
  const found = resolveAccount(definition.account, inputs.account, config);
  const org = definition.account.org && (writtenOrg(definition, inputs) ?? found.org);
  if (definition.account.org && org === undefined) {
    throw new UserError(`${missingOrg(definition, inputs.account, config)}. Nothing was sent.`);
  }
  const account = { ...found, org };
  const identity = identityOf(definition, inputs);
  const tokenSourceOf = tokenSourcesIn(account, config);
  const api = definition.connect(account, identity, inputs);
  return { recordId, definition, origin: inputs.origin, identity, account, tokenSourceOf, api };
}

/** For a key that the state holds. Refuses another API than the one that minted it. */
export function openForRecord(
  definition: Definition,
  record: KeyRecord,
  inputs: StoredInputs,
  config: StackConfig,
): Session {
  const { recordId, mintedBy, identity } = record;
  const found = resolveAccount(definition.account, inputs.account, config);
  if (found.url !== mintedBy.url) {
    throw elsewhere(mintedBy, found);
  }
  const account = { ...found, org: mintedBy.org };
  const { origin } = inputs;
  const tokenSourceOf = tokenSourcesIn(account, config);
  const api = definition.connect(account, identity, inputs.all);
  return { recordId, definition, origin, identity, account, tokenSourceOf, api };
}

/** Setting the URL back would mint once more where an up has moved on, and put that up's key out of reach. */
function elsewhere({ url }: MintedBy, { definition, name, url: called }: Account): UserError {
  return new UserError(
    `the key was minted at ${url}. This run calls ${called}. ` +
      `If a \`pulumi up\` has moved to ${called}, or is to move: first give ${called} ${name === undefined ? "an" : "another"} \`account\` name. ` +
      `Otherwise: set ${variableOf(definition, definition.url, name)} in the environment to ${url}, with a token of ${url}. Then run again. ` +
      `The key stays in the state. ${stepsAt("this-run-calls-another-url-or-organization")}`,
  );
}
