/**
 * What tells a record from every other: two records of one resource stand side by side while a replacement is under way, and
 * nothing else tells them apart when both hold one key.
 */
import { randomUUID } from "node:crypto";
import type { z } from "zod";

/** Drawn when a resource is created, and on record as long as that lives. */
export type RecordId = string & z.BRAND<"RecordId">;

export function newRecordId(): RecordId {
  return randomUUID() as RecordId;
}
