/**
 * An error as the engine may print it: one sentence for the person who runs Pulumi, without a stack.
 *
 * Never may the text of an error that is not ours be repeated: it can quote an input, a body or a header.
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
import type { StackConfig } from "../vendor/stack-config";
import { unexpected } from "../vendor/unexpected";

/** What the engine asked for, and when by this machine's clock. */
export interface Call {
  readonly operation: Operation;
  readonly started: Instant;
}

export type Operation = "check" | "diff" | "create" | "update" | "refresh" | "delete";

export function explained(error: unknown, definition: Definition, raw: Raw, call: Call, config: StackConfig): Error {
  const origin = commonInputs.shape.origin.safeParse(withOrigin(raw).origin);
  const subject = `${definition.type} ${origin.data?.name ?? "(unnamed)"}`;
  const shown = new Error(`${subject}: ${sentenceOf(error, definition, raw, call, config)}`);
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
  if (error instanceof UserError || error instanceof PartialFailure) return error.message;
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
  // A defect may have come behind the mint.
  const unsure = operation === "create" ? "" : " The state is kept as it was.";
  return (
    `${unexpected(error)}. Whether a key was minted is not known.${unsure} ` +
    `Before you run again, look at ${definition.account.title} for a key created since ${started}. If nobody uses that key: revoke that key by hand.`
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
  const { title } = account;
  const { status } = error;
  const { known } = readInputs(definition, withOrigin(raw));
  const { tokenSource } = lookUpAccount(account, known.account, config);
  const what = tokenSource === undefined ? "the credentials" : `the token of ${tokenSource}`;
  if (status === 401) {
    const where = config.ofLastUp === undefined ? "" : " in the environment";
    return `${title} does not accept ${what}: set a valid one${where}. ${whereConfigIsSeen(config)}`;
  }
  const { url, org } = destinationOf(definition, known, config);
  const place = placeOf?.(known, org);
  if (status === 403) {
    // On a key that exists, another name replaces the key.
    const orNotYours =
      place && operation === "create"
        ? `Or \`${place.organization}\` is not your organization: correct the name. `
        : "";
    return `${title} does not let ${what} manage keys. Set a token that may. ${orNotYours}`;
  }
  if (status === 404) {
    const isThere = place ? `${place.name} exists` : `${url} is the API's URL`;
    return `Make sure that ${isThere}, and that the credentials may see it. `;
  }
  if (status === 400 || status === 422) {
    if (error.isSentenceSaid) return `Correct the input that ${title}'s sentence names. `;
    const names = Object.keys(inputs.shape).join(", ");
    return `${title} refuses an input, and this message does not repeat ${title}'s text. Check this resource's inputs (${names}). `;
  }
  if (status === 429) return `${title} takes no more requests for now: run again later. `;
  return "";
}
