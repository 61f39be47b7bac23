/**
 * What is added to a message that sends a person to `pulumi state delete`.
 *
 * That person must never take out another record than the one that the message is about, nor a consumer of its key.
 */
import { stepsAt } from "../values/help";

const command = "`pulumi state delete <urn>`";

/** The message, with what to answer if the CLI asks. `id` is the engine's id of the record that the message is about. */
export function withStateDelete(message: string, isDelete: boolean, id: string | undefined): string {
  if (!message.includes(command)) return message;
  const text = message.replace(/\.$/, "");
  // A replaced record has the same URN as the record that took its place, so the CLI asks which one.
  const which = id === undefined ? "" : `. If \`pulumi state delete\` offers several records: choose "${id}"`;
  // In a delete, each consumer of the key is already deleted or uses the successor.
  if (isDelete) return `${text}${which}`;
  return `${text}${which}. If \`pulumi state delete\` refuses: do not add \`--target-dependents\`. ${stepsAt("pulumi-state-delete")}`;
}
