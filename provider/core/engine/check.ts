/**
 * Check: which inputs cannot be right, each told on its property. It runs in every preview and `up`, and sends nothing.
 *
 * It must never decide what happens to a key: it sees the inputs of before and of now, but no record.
 */
import { idProblem } from "../keys/adopt";
import { missingOrg, writtenOrg } from "../program/destination";
import { type Raw, readInputs } from "../program/inputs";
import { markedTextProblems } from "../program/marked-text";
import { rotationProblems } from "../program/rotation-input";
import { remarksOn } from "../record/remarks";
import { markChecked } from "../run/refresh-reads";
import { markAdopting } from "../run/resources";
import { say } from "../values/say";
import { lookUpAccount, missingInPreview } from "../vendor/account";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";

export interface Failure {
  /** A path in the inputs, such as `rotation.every`. Empty when the problem lies elsewhere, such as in a variable. */
  readonly property: string;
  readonly reason: string;
}

export function check<Inputs extends object>(
  definition: Definition<Inputs>,
  olds: Raw,
  news: Raw,
  config: StackConfig,
): Failure[] {
  const { inputs, known, failures, unknown } = readInputs(definition, news);
  markChecked();
  const found = new Map(failures);
  const isNew = Object.keys(olds).length === 0;
  // For a resource that exists, its diff notes which key it adopts.
  if (isNew && known.origin) markAdopting(known.origin, known.adopt?.keyId);
  const before = isNew ? undefined : readInputs(definition, olds).known;
  // Checked even while another input is unknown or wrong: the sooner a person reads of a problem, the better.
  const { input: life, longest } = definition.expiry ?? {};
  const isLifeKnown = life === undefined || (!unknown.has(life) && !failures.has(life));
  for (const [property, reason] of Object.entries(rotationProblems(known, { life, longest, isLifeKnown })))
    found.set(property, reason);
  const noId = known.adopt && idProblem(definition, known.adopt, config);
  if (noId) found.set("adopt.keyId", noId);
  for (const [property, reason] of Object.entries(markedTextProblems(definition, known, unknown)))
    found.set(property, reason);
  if (inputs) {
    for (const [property, reason] of Object.entries(definition.problems?.(inputs, before) ?? {}))
      found.set(property, reason);
  }
  // While `account` is unknown or wrong, nobody can say which account's variables count.
  const isNamed = !unknown.has("account") && !failures.has("account");
  const account = lookUpAccount(definition.account, known.account, config);
  if (isNamed && account.malformed.length > 0) found.set("", account.malformed.join("; "));
  if (isNew && found.size === 0 && known.origin) {
    const orgInput = definition.account.org?.input;
    const org = writtenOrg(definition, known) ?? account.org;
    const isOrgMissing = orgInput !== undefined && org === undefined && !(orgInput in news);
    const lacking = isNamed
      ? [account.whyTokenUnusable, isOrgMissing ? missingOrg(definition, known.account, config) : undefined].filter(
          (text) => text,
        )
      : [];
    const adopts = "adopts a live key, which a later destroy revokes like any other (`retainOnDelete` keeps it)";
    const lines = [
      ...(known.adopt ? [adopts] : []),
      ...remarksOn(definition as Definition, known),
      ...(lacking.length > 0 ? [missingInPreview(lacking.join("; "))] : []),
    ];
    if (lines.length > 0) say(known.origin, lines.join("; "));
  }
  return [...found].map(([property, reason]) => ({ property, reason }));
}
