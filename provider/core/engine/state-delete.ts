/**
 * What is added to a message that sends a person to `pulumi state delete`.
 *
 * Never may they take another record out than the one that the message is about, nor what uses its key.
 */
import { stepsAt } from "../values/help";

const command = "`pulumi state delete <urn>`";

/** The message, with what the CLI may ask. `id` is the engine's, of the record that the message is about. */
export function withStateDelete(message: string, isDelete: boolean, id: string | undefined): string {
  if (!message.includes(command)) return message;
  const text = message.replace(/\.$/, "");
  // A replaced record has the URN of the one that took its place.
  const which = id === undefined ? "" : `. If \`pulumi state delete\` offers several records: choose "${id}"`;
  // What uses a key that is deleted has gone before, or uses the next one.
  if (isDelete) return `${text}${which}`;
  return `${text}${which}. If \`pulumi state delete\` refuses: do not add \`--target-dependents\`. ${stepsAt("pulumi-state-delete")}`;
}
