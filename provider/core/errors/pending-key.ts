/**
 * The engine's partial failure: the run fails, and the record of a key that may live is kept all the same.
 *
 * Its message is the whole of what a person learns of it: which resource, which keys it may be, what happens next, and
 * what to do by hand. The properties go to the engine alone and must never be printed.
 */
import type { KeyRecord } from "../record";
import type { Session } from "../session";

export class PendingKey extends Error {
  override readonly name = "PendingKey";
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: string[];

  constructor(session: Session, record: KeyRecord, id: string, properties: Record<string, unknown>) {
    super(messageOf(session, record));
    this.id = id;
    this.properties = properties;
    this.reasons = [this.message];
  }
}

function messageOf({ account, definition, inputs }: Session, { pending, value }: KeyRecord): string {
  const { candidates, from, until } = pending ?? { candidates: [], from: "", until: "" };
  const title = account.settings.title;
  const what = value
    ? `${title} minted a key and its value is kept, but which id it has is not proved`
    : `whether ${title} minted a key is not known: its answer was lost`;
  const which =
    candidates.length > 0
      ? `It can only be among ${candidates.join(", ")} (created from ${from} to ${until})`
      : `No key created from ${from} to ${until} is listed so far`;
  return (
    `${what}. ${which}. Nothing was revoked and nothing is minted again; the next up, refresh or destroy settles it. ` +
    `By hand: look at those keys in ${title}; one that nobody uses can be taken over by a ${definition.type} with adopt: {keyId} and then destroyed` +
    ` (this is about ${inputs.origin.name})`
  );
}
