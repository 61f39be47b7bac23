/**
 * A nameless key: a key in a list whose id cannot stand in a URL. It may be the key of a mint, but it cannot be named as a candidate.
 *
 * A person must never be sent to forget a live key of the resource.
 */
import { isWithin } from "../record/mint-window";
import type { Window } from "../record/record";
import { stepsAt } from "../values/help";
import type { Instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { OutcomeUnknown } from "../vendor/call-failures";
import type { KeyList } from "../vendor/key-lists";
import type { Session } from "./session";
import { startAnew } from "./start-anew";

/** When a nameless key of the window was created, where the list has one. */
export function namelessIn({ nameless = [] }: Pick<KeyList, "nameless">, window: Window): Instant | undefined {
  return nameless.find((createdAt) => isWithin(window, createdAt));
}

/** What to do about a nameless key, as the end of a message. `keyId` is the id on record: a run without the nameless key believes it. */
export function namelessKey({ account }: Pick<Session, "account">, createdAt: Instant, keyId?: KeyId): string {
  const { title } = account.definition;
  const isOwn = keyId === undefined ? "" : `key ${keyId} is this resource's, and `;
  return (
    `${title} lists a key, created at ${createdAt}, whose id cannot stand in a URL. Find that listed key at ${title}. ` +
    `If ${isOwn}nobody uses the listed key: revoke the listed key by hand, then run again. ` +
    `Otherwise: ${startAnew}. ${stepsAt("a-key-whose-id-cannot-stand-in-a-url")}`
  );
}

/** Throws where the list shows a nameless key of the window. */
export function refuseNameless(
  session: Pick<Session, "account">,
  list: Pick<KeyList, "nameless">,
  window: Window,
  keyId?: KeyId,
): void {
  const createdAt = namelessIn(list, window);
  if (createdAt === undefined) return;
  throw new OutcomeUnknown(namelessKey(session, createdAt, keyId), undefined, { saysRemedy: true });
}
