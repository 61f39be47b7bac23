/**
 * What a preview answers for a create and an update: the engine asks for them in preview too.
 *
 * Never may a preview send anything that changes a vendor's side.
 */
import { withOrigin } from "../core/program/hidden-origin";
import { type Raw, readInputs } from "../core/program/inputs";
import { planOf } from "../core/record/plan";
import { readRecord } from "../core/record/stored";
import { unknownValue } from "../core/values/engine-words";
import type { Definition } from "../core/vendor/definition";

/** A key that is to be minted: its inputs are known, and nothing else is. */
export function createdInPreview(definition: Definition, inputs: Raw): Raw {
  return { ...unknown([...ofEachKey(definition), ...ofTheAccount(definition)]), ...inputs };
}

/** A key that stays, or one that rotates in place. */
export function updatedInPreview(definition: Definition, outputs: Raw, news: Raw): Raw {
  const { rotation: _, adopt: __, ...names } = news;
  const known = { ...outputs, ...names };
  return staysAsItIs(definition, outputs, news)
    ? known
    : { ...known, ...unknown([...ofEachKey(definition), ...previous]) };
}

function staysAsItIs(definition: Definition, outputs: Raw, news: Raw): boolean {
  const { record } = readRecord(definition, withOrigin(outputs));
  const { inputs } = readInputs(definition, withOrigin(news));
  if (inputs === undefined) return false;
  const plan = planOf(record, inputs);
  return plan.is === "stay" && !plan.takesValue;
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
