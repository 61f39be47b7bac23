/**
 * An error as the engine may print it: one sentence for the person who runs Pulumi, without a stack.
 *
 * It must never repeat the text of an error that is not ours: such a text can quote an input, a body or a header.
 */
import { destinationOf } from "../program/destination";
import { withHiddenOrigin, withOrigin } from "../program/hidden-origin";
import { commonInputs, type Raw, readInputs } from "../program/inputs";
import { PartialFailure } from "../record/partial-failure";
import type { Instant } from "../values/instant";
import { UserError } from "../values/user-error";
import { lookUpAccount, whereConfigIsSeen } from "../vendor/account";
import { OutcomeUnknown, RequestNotSent, RequestRefused } from "../vendor/call-failures";
import type { Definition } from "../vendor/definition";
import { adviceOn, usualRefusals } from "../vendor/refusal-advice";
import type { StackConfig } from "../vendor/stack-config";
import { unexpected } from "../vendor/unexpected";
import { withStateDelete } from "./state-delete";

/** What the engine asked for, and when by this machine's clock. */
export interface Call {
  readonly operation: Operation;
  readonly started: Instant;
  /** The engine's id of the record, where the call is about one. */
  readonly id?: string | undefined;
}

export type Operation = "check" | "diff" | "create" | "update" | "refresh" | "delete";

export function explained(error: unknown, definition: Definition, raw: Raw, call: Call, config: StackConfig): Error {
  const origin = commonInputs.shape.origin.safeParse(withOrigin(raw).origin);
  const subject = `${definition.type} ${origin.data?.name ?? "(unnamed)"}`;
  const id = error instanceof PartialFailure ? error.id : call.id;
  const sentence = withStateDelete(sentenceOf(error, definition, raw, call, config), call.operation === "delete", id);
  const shown = new Error(`${subject}: ${sentence}`);
  // The engine's node host prints `${error}: ${error.stack}`.
  shown.name = "pulumi-apikeys";
  shown.stack = "the resource's own message says what to do";
  shown.toString = () => subject;
  if (!(error instanceof PartialFailure)) return shown;
  // The engine shows `reasons` in place of the message, and stores them in clear.
  return Object.assign(shown, {
    id: error.id,
    properties: withHiddenOrigin(error.properties),
    reasons: [shown.message],
  });
}

function sentenceOf(
  error: unknown,
  definition: Definition,
  raw: Raw,
  { operation, started }: Call,
  config: StackConfig,
): string {
  if (error instanceof UserError) return operation === "delete" ? error.ofDelete : error.message;
  if (error instanceof PartialFailure) return error.message;
  const left = consequence[operation];
  if (error instanceof RequestNotSent) {
    const unreached = error.isUnreachable ? `${definition.account.title} could not be reached. ` : "";
    const next = error.saysRemedy ? "" : " Check the network and the API's URL, then run again.";
    return `${error.message}. ${unreached}${left}${next}`;
  }
  if (error instanceof RequestRefused)
    return `${error.message}. ${adviceFor(error, definition, raw, operation, config)}${left}`;
  if (error instanceof OutcomeUnknown) return `${error.message}. ${left}${error.saysRemedy ? "" : " Run again."}`;
  if (operation !== "create" && operation !== "update") return `${unexpected(error)}. ${left}`;
  // The unexpected error may have come after the mint.
  const unsure = operation === "create" ? "" : " The state is kept as it was.";
  return (
    `${unexpected(error)}. Whether a key was minted is not known.${unsure} ` +
    `Before you run again, look at ${definition.account.title} for keys created since ${started}. ` +
    "Leave each key that a stack holds (`keyId` or `previousKeyId` in `pulumi stack export`). " +
    "Revoke another key by hand only if you know that nobody uses it."
  );
}

const consequence: Record<Operation, string> = {
  check: "Nothing was changed.",
  diff: "Nothing was changed.",
  create: "No key was minted.",
  update: "No key was minted; the state is kept as it was.",
  refresh: "The state is kept as it was.",
  delete: "The key stays in the state.",
};

function adviceFor(
  error: RequestRefused,
  definition: Definition,
  raw: Raw,
  operation: Operation,
  config: StackConfig,
): string {
  const { account, inputs, placeOf } = definition;
  const { title, refusals = usualRefusals } = account;
  const { status } = error;
  const { known } = readInputs(definition, withOrigin(raw));
  const { tokenSource } = lookUpAccount(account, known.account, config);
  const { url, org } = destinationOf(definition, known, config);
  const place = placeOf?.(known, org);
  const isOfLastUp = config.ofLastUp !== undefined && !config.isExplicit;
  const advice = adviceOn(error, { title, refusals, tokenSource, isOfLastUp, place: place?.name, url });
  if (advice !== undefined) {
    // Not for a key that exists: there, another name would replace the key.
    const orNotYours =
      status === refusals.notAllowed && place && operation === "create"
        ? `Or \`${place.organization}\` is not your organization: correct the name. `
        : "";
    return `${advice}. ${orNotYours}${status === refusals.invalid ? whereConfigIsSeen(config) : ""}`;
  }
  if (status === 400 || status === 422) {
    if (error.isSentenceSaid) return `Correct the input that ${title}'s sentence names. `;
    const names = Object.keys(inputs.shape).join(", ");
    return `${title} refuses an input, and this message does not repeat ${title}'s text. Check this resource's inputs (${names}). `;
  }
  return "";
}
