/**
 * Create: the engine asks for a new key, for a new resource or for a replacement.
 *
 * It must never lose a key that was minted. A mint that cannot be settled goes to the engine as a record all the same, beside the error.
 */
import { newKey } from "../keys/first-key";
import { openForInputs } from "../keys/session";
import { type CommonInputs, type Raw, wholeInputs } from "../program/inputs";
import { resumed } from "../run/repeated-calls";
import { isPending, markUncertain, nameOf } from "../run/resources";
import { UserError } from "../values/user-error";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";
import { finish } from "./finish";
import { updateRecord } from "./update";

export async function create(definition: Definition, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  return await resumed(nameOf(inputs.origin), async (before) => {
    if (!before) return await createAnew(definition, inputs, news, config);
    const outs = await updateRecord({ definition, inputs, news, config }, before);
    return { id: String(outs.keyId), outs };
  });
}

async function createAnew(definition: Definition, inputs: CommonInputs, news: Raw, config: StackConfig) {
  const { origin } = inputs;
  if (isPending(origin)) {
    throw new UserError(
      "an earlier mint of this resource is still pending, so no second key was minted. " +
        '`"*"` in `replaceOnChanges` asks for a second key. Name properties there instead, then run again. ' +
        'Only if `pulumi stack export` shows `"pendingReplacement": true` for this resource: run `pulumi state taint <urn>`, then `pulumi up`. ' +
        "Otherwise a taint mints a second key.",
    );
  }
  // Anything may fail from here on. A replaced key must live until its successor is certain.
  markUncertain(origin);
  const session = openForInputs(definition, inputs, config);
  const record = await newKey(session, inputs);
  const id = record.key?.keyId ?? `pending:${record.pending?.nonce}`;
  return { id, outs: finish(session, id, news, record) };
}
