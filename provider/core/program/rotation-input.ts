/** What users write under `rotation`, and what is wrong with it. Whether a rotation is due is decided in `record/plan.ts`. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { type Duration, durationInput, span } from "../values/instant";

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

interface Rotating {
  readonly rotation?: Rotation | undefined;
  /** The vendor's own inputs. One of them may say how long a key lives. */
  readonly [input: string]: unknown;
}

/** How long the inputs ask a key to live. `life` is the name of that input. */
function lifeIn(inputs: Rotating, life: string | undefined): Duration | undefined {
  return life === undefined ? undefined : (inputs[life] as Duration | undefined);
}

interface Life {
  readonly life?: string | undefined;
  readonly longest?: Duration | undefined;
  readonly isLifeKnown?: boolean;
}

function shorterOf(life: Duration | undefined, longest: Duration | undefined): Duration | undefined {
  return life === undefined || longest === undefined ? (life ?? longest) : (Math.min(life, longest) as Duration);
}

/**
 * By property, what cannot be right about a rotation. `life` names the input that says how long a key lives, where the vendor's keys can
 * expire. `longest` is the vendor's bound on that life. While `isLifeKnown` is false, no rule about the life is checked.
 */
export function rotationProblems(
  inputs: Rotating,
  { life, longest, isLifeKnown = true }: Life,
): Readonly<Record<string, string>> {
  const { every, beforeExpiry, overlap } = inputs.rotation ?? {};
  const asked = lifeIn(inputs, life);
  const lifeMs = shorterOf(asked, longest);
  const problems: Record<string, string> = {};
  if (every !== undefined && overlap !== undefined && overlap >= every) {
    problems["rotation.overlap"] = "write an overlap that is shorter than `every`: two keys at most are live at once";
  }
  if (!isLifeKnown) return problems;
  if (beforeExpiry === undefined) {
    if (every !== undefined && lifeMs !== undefined && every >= lifeMs) {
      const bound = lifeMs === asked ? `\`${life}\`` : `${span(lifeMs)}, the longest life of such a key`;
      problems["rotation.every"] =
        `write a span that is shorter than ${bound}, or \`beforeExpiry\`: a key would expire before the next one is minted`;
    }
    return problems;
  }
  if (life === undefined) {
    problems["rotation.beforeExpiry"] = "these keys do not expire: write `every`";
  } else if (asked === undefined || lifeMs === undefined) {
    problems["rotation.beforeExpiry"] =
      `write \`${life}\` too: otherwise each new key would expire with the previous key, or never`;
  } else if (beforeExpiry >= lifeMs) {
    problems["rotation.beforeExpiry"] = `write a span that is shorter than \`${life}\`: a new key would be due at once`;
  } else if (overlap !== undefined && overlap >= lifeMs - beforeExpiry) {
    problems["rotation.overlap"] =
      `write an overlap that is shorter than the time from a mint to the next, which is \`${life}\` less \`beforeExpiry\`: two keys at most are live at once`;
  }
  return problems;
}

/** True when a wrong clock would mint a wrong key, or too many keys. `life` names the input that says how long a key lives. */
export function dependsOnClock(inputs: Rotating, life: string | undefined): boolean {
  const { every, beforeExpiry } = inputs.rotation ?? {};
  return every !== undefined || beforeExpiry !== undefined || lifeIn(inputs, life) !== undefined;
}

/** Stands for a trigger in the state: the text that users write may be a secret. */
export type TriggerHash = string & z.BRAND<"TriggerHash">;

export function triggerHash({ rotation }: { readonly rotation?: Rotation | undefined }): TriggerHash | undefined {
  if (rotation?.trigger === undefined) return undefined;
  return createHash("sha256").update(rotation.trigger).digest("hex").slice(0, 16) as TriggerHash;
}
