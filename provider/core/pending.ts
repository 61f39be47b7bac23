/**
 * A mint that an earlier run could not settle, taken up again: by the next up, refresh and destroy alike.
 *
 * Never may a difference that was ambiguous once be believed later: the other candidates may have gone for reasons of
 * their own, and the one that is left may be a stranger's.
 */
import { findMinted, idOf, type Search, settleLostAnswer } from "./attempt";
import { epochMilliseconds, now } from "./instant";
import type { KeyId } from "./key-id";
import { whole } from "./mint";
import type { KeyRecord, Pending } from "./record";
import { type Secret, sameSecret } from "./secret";
import type { Session } from "./session";

export type SettledRecord =
  /** The key was found: the record is whole. */
  | { readonly is: "whole"; readonly record: KeyRecord }
  /** It is certain that no key is left. */
  | { readonly is: "nothing" }
  | { readonly is: "pending"; readonly record: KeyRecord };

export async function settlePending(session: Session, record: KeyRecord, pending: Pending): Promise<SettledRecord> {
  const search = searchAgain(pending);
  if (!record.value) {
    const settled = await settleLostAnswer(session, search);
    if (settled.is === "nothing") return settled;
    return { is: "pending", record: { ...record, pending: settled.pending } };
  }
  if (pending.candidates.length > 1) return await amongCandidates(session, record, pending, record.value);
  const found = await findMinted(session, search, record.value);
  if (found.is === "pending") return { is: "pending", record: { ...record, pending: found.pending } };
  const [named] = pending.candidates;
  if (found.by === "difference" && named !== undefined && found.key.keyId !== named) return { is: "pending", record };
  return await settledWhole(session, record, found.key.keyId, found.by);
}

/** With several candidates only the vendor's own word counts, or that none of them is left. */
async function amongCandidates(
  session: Session,
  record: KeyRecord,
  pending: Pending,
  value: Secret,
): Promise<SettledRecord> {
  const own = await idOf(session, value);
  if (own) return await settledWhole(session, record, own, "itself");
  const { value: keys } = await session.api.list();
  const exact = keys.find((key) => key.value && sameSecret(key.value, value));
  if (exact) return await settledWhole(session, record, exact.keyId, "value");
  const isLeft = keys.some(({ keyId, status }) => status === "live" && pending.candidates.includes(keyId));
  return isLeft ? { is: "pending", record } : { is: "nothing" };
}

async function settledWhole(
  session: Session,
  record: KeyRecord,
  keyId: KeyId,
  by: "itself" | "value" | "difference",
): Promise<SettledRecord> {
  const createdAt = record.createdAt ?? now();
  return { is: "whole", record: await whole(session, { key: { keyId }, createdAt, value: record.value, by }) };
}

/** The search of the earlier run, with the window that it wrote down. */
function searchAgain({ nonce, marked, from, until }: Pending): Search {
  const elapsed = Math.max(0, Date.now() - epochMilliseconds(until));
  return { nonce, marked, started: performance.now() - elapsed, known: new Set(), window: () => ({ from, until }) };
}
