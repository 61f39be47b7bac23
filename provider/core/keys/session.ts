/**
 * What one call of the engine works with: the definition, the account, the vendor's API bound to both.
 *
 * A record's key must never be touched through another account than the one that minted it.
 */
import { missingOrg, writtenOrg } from "../program/destination";
import type { CommonInputs } from "../program/inputs";
import { type KeyRecord, newRecordId, type RecordId, type StoredInputs } from "../record/record";
import { tokenSourcesOfRun } from "../run/tokens";
import { stepsAt } from "../values/help";
import { UserError } from "../values/user-error";
import { type Account, resolveAccount } from "../vendor/account";
import { type Definition, type Identity, identityOf, type KeyApi } from "../vendor/definition";
import type { MintedBy } from "../vendor/minted-by";
import type { StackConfig } from "../vendor/stack-config";
import type { TokenSourceOf } from "../vendor/token-sources";
import { variableToSet } from "../vendor/variables";

export interface Session<Inputs extends object = object> {
  /** The id of the record that the call is about. For a create, it is a new id. */
  readonly recordId: RecordId;
  readonly definition: Definition<Inputs>;
  readonly origin: CommonInputs["origin"];
  readonly identity: Identity;
  readonly account: Account;
  /** Tells which variable a value comes from, where it is the token of this or of another account of the vendor. */
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
  const tokenSourceOf = tokenSourcesOfRun(account, config);
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
    throw anotherUrl(mintedBy, found);
  }
  const account = { ...found, org: mintedBy.org };
  const { origin } = inputs;
  const tokenSourceOf = tokenSourcesOfRun(account, config);
  const api = definition.connect(account, identity, inputs.all);
  return { recordId, definition, origin, identity, account, tokenSourceOf, api };
}

/** The message asks first whether an `up` has moved. If so, setting the URL back would mint again, and put that `up`'s key out of reach. */
function anotherUrl({ url }: MintedBy, account: Account): UserError {
  const { definition, name, url: called } = account;
  return new UserError(
    `the key was minted at ${url}. This run calls ${called}. ` +
      `If this stack has moved to ${called}, or is to move: first give ${called} ${name === undefined ? "an" : "another"} \`account\` name. ` +
      `Otherwise: set ${variableToSet(account, definition.url)} to ${url}, with a token of ${url}. Then run again. ` +
      `The key stays in the state. ${stepsAt("this-run-calls-another-url-or-organization")}`,
  );
}
