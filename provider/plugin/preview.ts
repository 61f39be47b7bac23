/**
 * What a preview answers for a create and an update: the engine asks for them in preview too.
 *
 * A preview must never send anything that changes a vendor's side, nor show a value: each secret of a record is a secret here too.
 */
import { withHiddenOrigin, withOrigin } from "../core/program/hidden-origin";
import { type Raw, readInputs } from "../core/program/inputs";
import { planOf } from "../core/record/plan";
import { readRecord, writeOutputs } from "../core/record/stored";
import { unknownValue } from "../core/values/engine-words";
import type { Definition } from "../core/vendor/definition";

/** A key that is to be minted: its inputs are known, and nothing else is. */
export function createdInPreview(definition: Definition, inputs: Raw): Raw {
  return { ...unknown([...ofEachKey(definition), ...ofTheAccount(definition)]), ...inputs };
}

/** A key that stays, or a key that rotates in place. */
export function updatedInPreview(definition: Definition, outputs: Raw, news: Raw): Raw {
  const { record } = readRecord(definition, withOrigin(outputs));
  const { inputs } = readInputs(definition, withOrigin(news));
  const plan = inputs && planOf(record, inputs);
  const retired = plan?.is === "retire" ? { ...record, previous: undefined } : record;
  const known = withHiddenOrigin(writeOutputs(definition, withOrigin(news), retired));
  const stays = (plan?.is === "stay" || plan?.is === "retire") && !plan.takesValue;
  return stays ? known : { ...known, ...unknown([...ofEachKey(definition), ...previous]) };
}

function ofEachKey({ valueOutput, outputs, expiry }: Definition): string[] {
  return ["keyId", "createdAt", valueOutput, ...Object.keys(outputs), ...(expiry ? [expiry.output] : [])];
}

function ofTheAccount({ account }: Definition): string[] {
  return ["mintedBy", ...(account.org ? [account.org.input] : [])];
}

const previous = ["previousKeyId", "previousValidUntil"];

function unknown(names: readonly string[]): Raw {
  return Object.fromEntries(names.map((name) => [name, unknownValue]));
}
