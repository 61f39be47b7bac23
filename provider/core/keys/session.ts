/**
 * What one call of the engine works with: the definition, the account, the vendor's API bound to both.
 *
 * Never may a record's key be touched through another account than the one that minted it.
 */
import { type Account, lookUpAccount, missing, resolveAccount, variableOf } from "../vendor/account";
import type { StackConfig } from "../vendor/stack-config";
import type { Definition, Identity, KeyApi, MintedBy, Self } from "../vendor/definition";
import { RequestRefused } from "../errors/request-refused";
import { UserError } from "../values/user-error";
import type { Answer } from "../vendor/http/send";
import type { CommonInputs } from "../program/inputs";
import { type LoginSource, loginSourceIn } from "../vendor/logins";
import type { KeyRecord, StoredSettings } from "../record/stored";
import { newRecordId, type RecordId } from "../record-id";

export interface Session<Inputs extends object = object> {
  /** That of the record which the call is about; a new one where it is to create it. */
  readonly recordId: RecordId;
  readonly definition: Definition<Inputs>;
  readonly origin: CommonInputs["origin"];
  readonly identity: Identity;
  readonly account: Account;
  /** Tells what this and other resources of the vendor authenticate with. */
  readonly loginSource: LoginSource;
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
  const org = definition.account.org && (writtenOrg(inputs) ?? found.org);
  if (definition.account.org && org === undefined) {
    throw new UserError(`${missingOrg(definition, inputs.account, config)}. Nothing was sent.`);
  }
  const account = { ...found, org };
  const identity = definition.identity(inputs);
  const loginSource = loginSourceIn(account, config);
  const api = definition.connect(account, identity);
  return { recordId, definition, origin: inputs.origin, identity, account, loginSource, api };
}

/** For a key that the state holds. Refuses another API than the one that minted it. */
export function openForRecord(
  definition: Definition,
  record: KeyRecord,
  settings: StoredSettings,
  config: StackConfig,
): Session {
  const { recordId, mintedBy, identity } = record;
  const found = resolveAccount(definition.account, settings.account, config);
  if (found.url !== mintedBy.url) {
    throw new UserError(
      `the key was minted at ${mintedBy.url}. This run calls ${found.url}. ` +
        `Set ${variableOf(found.settings, found.settings.url, found.name)} in the environment to ${mintedBy.url}, then run again. ` +
        "The key stays in the state; nothing was changed.",
    );
  }
  const account = { ...found, org: mintedBy.org };
  const { origin } = settings;
  const loginSource = loginSourceIn(account, config);
  return { recordId, definition, origin, identity, account, loginSource, api: definition.connect(account, identity) };
}

export function writtenOrg(inputs: object): string | undefined {
  return "org" in inputs && typeof inputs.org === "string" ? inputs.org : undefined;
}

export function missingOrg({ account }: Definition, name: string | undefined, config: StackConfig): string {
  if (!account.org) throw new Error(`${account.title} has no organization to name`);
  return `${missing(account, account.org, name, "organization", config)}, or write \`org\` in the program`;
}

/** The base URL and the organization that a program's inputs lead to now, as far as they are known. */
export function destinationOf(definition: Definition, inputs: Partial<CommonInputs>, config: StackConfig) {
  const found = lookUpAccount(definition.account, inputs.account, config);
  return { url: found.url, org: definition.account.org && (writtenOrg(inputs) ?? found.org) };
}

/** An API, an organization and an account in words, as far as they are known. */
export function placeOf({ url, org, account }: Partial<MintedBy>): string {
  const parts = [org === undefined ? [] : `organization ${org}`, account === undefined ? [] : `account ${account}`];
  const owner = parts.flat().join(", ");
  return owner === "" ? `${url}` : `${url} (${owner})`;
}

/** `found` is the id of the account that the credentials of this run belong to. */
export function anotherAccount(mintedBy: MintedBy, found: string): UserError {
  return new UserError(
    `the key was minted by ${placeOf(mintedBy)}, but the credentials of this run belong to account ${found}. ` +
      "Set the credentials of the account that minted the key. Nothing was changed; the key stays in the state.",
  );
}

/** The accounts that were proved in this run, whose credentials stay the same. */
const proven = new Set<string>();

/** Makes sure that an absence was told by the account that minted the key. Throws when it was another, or may be. */
export async function proveAccount({ api, account }: Session, mintedBy: MintedBy): Promise<void> {
  const { account: owner, principal } = mintedBy;
  const name = JSON.stringify([credentialsOf(account), api.place, owner, principal]);
  if (proven.has(name)) return;
  const proof = await api.proveAccount(mintedBy);
  if (proof.is === "same") return void proven.add(name);
  if (proof.is === "another") throw anotherAccount(mintedBy, proof.owner);
  throw new UserError(
    `it is not proved that ${account.tokenSource} belongs to the account that minted the key: ${placeOf(mintedBy)}. ` +
      "Set a token of that account, best the token that minted the key. " +
      "If you know that the key is gone: `pulumi state delete <urn>` takes it out of the state.",
  );
}

/** A name for an account's credentials within a run. */
export function credentialsOf({ url, tokenSource }: Account): string {
  return `${url} ${tokenSource}`;
}

const selves = new Map<string, Promise<Answer<Self>>>();

/** Who asks, asked once for an account and a run. Nothing is known where the vendor has no such call, or denies it. */
export async function whoAsks({ account, api }: Pick<Session, "account" | "api">): Promise<Answer<Self>> {
  if (!api.self) return { value: {}, date: undefined };
  const key = credentialsOf(account);
  const asked = selves.get(key) ?? api.self();
  selves.set(key, asked);
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RequestRefused && (error.status === 403 || error.status === 404)) {
      return { value: {}, date: undefined };
    }
    selves.delete(key);
    throw error;
  }
}
