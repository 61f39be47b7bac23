/**
 * An error as a part of a sentence, where a defect of ours may be behind it.
 *
 * The text of an error that is not ours must never be repeated: it can quote an input, a body or a header.
 */
import { UserError } from "../values/user-error";
import { isOutcome } from "./call-failures";

/** What went wrong, where the record is kept whatever it was. */
export function whatWentWrong(error: unknown): string {
  return isOutcome(error) || error instanceof UserError ? error.message : unexpected(error);
}

export function unexpected(error: unknown): string {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return `an unexpected ${kind} ${whereThrown(error)}: this is a defect of pulumi-apikeys, please report it`;
}

/** The file and line of our own code that an unexpected error comes from. */
function whereThrown(error: unknown): string {
  const frame = error instanceof Error ? /[\\/](provider[\\/][\w\\/.-]+:\d+)/.exec(error.stack ?? "") : undefined;
  return frame ? `at ${frame[1]}` : "";
}
