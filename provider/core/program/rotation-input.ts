/** What users write under `rotation`, and what is wrong with it. Whether a rotation is due is decided elsewhere. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { type Duration, durationInput } from "../values/instant";

const rotationError = "write {every?, beforeExpiry?, overlap?, trigger?}";

export const rotationInput = z.strictObject(
  {
    every: durationInput.optional(),
    beforeExpiry: durationInput.optional(),
    overlap: durationInput.optional(),
    trigger: z.string({ error: "write a text. A changed text rotates the key" }).optional(),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `it has no ${issue.keys.join(", ")}: ${rotationError}` : rotationError,
  },
);

export type Rotation = z.output<typeof rotationInput>;

/** The inputs that time is reckoned by. A vendor whose keys can expire calls the span `expiresIn`. */
interface Timed {
  readonly rotation?: Rotation | undefined;
  readonly expiresIn?: Duration | undefined;
}

/** What cannot be right about a rotation, on its property. `isLifeKnown` is false while `expiresIn` is not to be judged. */
export function rotationFaults(
  { rotation = {}, expiresIn }: Timed,
  { canExpire, isLifeKnown = true }: { canExpire: boolean; isLifeKnown?: boolean },
): Readonly<Record<string, string>> {
  const { every, beforeExpiry, overlap } = rotation;
  const faults: Record<string, string> = {};
  if (every !== undefined && overlap !== undefined && overlap >= every) {
    faults["rotation.overlap"] = "write an overlap that is shorter than `every`: two keys at most are valid at once";
  }
  if (!isLifeKnown) return faults;
  if (beforeExpiry === undefined) {
    if (every !== undefined && expiresIn !== undefined && every >= expiresIn) {
      faults["rotation.every"] =
        "write a span that is shorter than `expiresIn`, or `beforeExpiry`: a key would expire before the next one is minted";
    }
    return faults;
  }
  if (expiresIn === undefined) {
    faults["rotation.beforeExpiry"] = !canExpire
      ? "these keys do not expire: write `every`"
      : "it needs `expiresIn`: without it each new key would expire when the old one does, or never";
  } else if (beforeExpiry >= expiresIn) {
    faults["rotation.beforeExpiry"] = "write a span that is shorter than `expiresIn`: a new key would be due at once";
  } else if (overlap !== undefined && overlap >= expiresIn - beforeExpiry) {
    faults["rotation.overlap"] =
      "write an overlap that is shorter than the time from a mint to the next, which is `expiresIn` less `beforeExpiry`: two keys at most are valid at once";
  }
  return faults;
}

/** True when a wrong clock would mint a wrong key, or too many. */
export function dependsOnClock({ rotation, expiresIn }: Timed): boolean {
  return rotation?.every !== undefined || rotation?.beforeExpiry !== undefined || expiresIn !== undefined;
}

/** Stands for a trigger in the state: what users write there may be a secret. */
export type TriggerHash = string & z.BRAND<"TriggerHash">;

export function triggerHash({ rotation }: Pick<Timed, "rotation">): TriggerHash | undefined {
  if (rotation?.trigger === undefined) return undefined;
  return createHash("sha256").update(rotation.trigger).digest("hex").slice(0, 16) as TriggerHash;
}
