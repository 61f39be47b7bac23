/**
 * Adopting a live key instead of minting one.
 *
 * These must never be adopted: the run's own token, a personal key, another account's key, a key that is not live. A destroy revokes an
 * adopted key like any other.
 */
import { type CommonInputs, notAnId } from "../program/inputs";
import type { OwnKey } from "../record/record";
import type { KeyId } from "../values/key-id";
import { say } from "../values/say";
import { resemblance, Secret, valueHash } from "../values/secret";
import { UserError } from "../values/user-error";
import type { Definition, VendorKey } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";
import { tokensOf } from "../vendor/variables";
import { whoAsks } from "./account-proof";
import { lookUp } from "./find-key";
import { idOf } from "./own-word";
import type { Session } from "./session";

/** A key that is ours from now on, and the account that it belongs to, where the vendor tells. */
interface AdoptedKey extends OwnKey {
  readonly accountId: VendorKey["accountId"];
}

/** Where the value comes from: the program, or what a pending mint has told. */
type ValueSource = "written" | "kept";

export async function adopt(
  session: Session,
  adopted: NonNullable<CommonInputs["adopt"]>,
  source: ValueSource = "written",
): Promise<AdoptedKey> {
  const { definition, api, account, tokenSourceOf } = session;
  const keyId = definition.keyId.read(adopted.keyId);
  // Check has refused such an id, unless the id was still unknown then.
  if (!keyId) throw refused(`what \`adopt.keyId\` holds ${notAnId(definition)}`);
  const value = adopted.value === undefined ? undefined : new Secret(adopted.value);
  const tokenSource = tokenSourceOf(value && valueHash(value));
  if (tokenSource) throw refused(`it is the key that this run authenticates with (${tokenSource}): ${anotherToken}`);
  const self = await whoAsks(session);
  if (self.value.keyId === keyId) throw refused(`it is the key that this run authenticates with: ${anotherToken}`);
  const key = await lookUp(session, keyId);
  if (!key) {
    throw refused(
      // The id is not repeated here: it may be a key's value that was pasted by mistake.
      `${account.definition.title} has no live key of the id in \`adopt.keyId\` where this resource would mint one: correct the id or the other inputs, or remove \`adopt\` to mint a key`,
    );
  }
  if (key.status !== "live") throw refused(`it is ${key.status}: remove \`adopt\` to mint a new one`);
  if (key.unfit) throw refused(`it ${key.unfit}: remove \`adopt\` to mint a key of this resource's own`);
  if (value) await checkValue(session, key, value, source);
  else if (api.mayBeToken) {
    const isInUse = await api.mayBeToken(key);
    if (isInUse === undefined) throw refused(justGone);
    if (isInUse) {
      throw refused(
        `key ${keyId} was used just now, so it may be this run's own token. Write \`adopt.value\`: the value tells`,
      );
    }
  }
  const { createdAt, expiresAt, outputs, accountId } = key;
  return { keyId, value, createdAt, expiresAt, outputs, accountId };
}

async function checkValue(session: Session, key: VendorKey, value: Secret, source: ValueSource): Promise<void> {
  const [whose, help] =
    source === "kept"
      ? ["the value that the state keeps of the pending mint", "name another key in `adopt.keyId`"]
      : ["`adopt.value`", "correct `adopt.value` or `adopt.keyId`"];
  const own = await idOf(session, value);
  if (own !== undefined && own !== key.keyId) throw refused(`${whose} is the value of another key: ${help}`);
  if (own === key.keyId) return;
  const likeness = resemblance(value, key.value);
  if (likeness === "fits") return;
  if (likeness === "differs") throw refused(`${whose} is not the value of this key: ${help}`);
  const problem = await session.api.valueProblem?.(key, value);
  if (problem) throw refused(problem === "gone" ? justGone : problem.why);
  if (session.api.valueProblem) return;
  const unchecked = source === "kept" ? whose : "the value in `adopt`";
  say(session.origin, `${unchecked} could not be checked against key ${key.keyId}. Check the value yourself`);
}

/** What is wrong with `adopt.keyId`, if anything. A secret that was pasted there must not reach a state or a URL. */
export function idProblem(
  definition: Definition,
  { keyId, value }: NonNullable<CommonInputs["adopt"]>,
  config: StackConfig,
): string | undefined {
  const token = tokensOf(definition.account, config).find(({ text }) => text === keyId);
  const pasted = token ? `the token of ${token.source}` : keyId === value ? "the key's value" : undefined;
  if (pasted) return `it is ${pasted}: write the id that ${definition.account.title}'s own list shows`;
  return definition.keyId.read(keyId) ? undefined : `it ${notAnId(definition)}`;
}

/** The error for a key that a run would revoke before it adopts the key. `how` ends the sentence: why not yet, and what to do. */
export function keptForAdopt(keyId: KeyId, how: string): UserError {
  return new UserError(`key ${keyId} was not revoked. \`adopt\` in the program names key ${keyId}, ${how}`);
}

/** Said of a key that was revoked while this run looked at it. */
const justGone = "it has been revoked just now: remove `adopt` to mint a new one";

const anotherToken = "set another token for this run, or remove `adopt` to mint a key";

function refused(why: string): UserError {
  return new UserError(`the key in \`adopt\` is not adopted: ${why}. Nothing was changed.`);
}
