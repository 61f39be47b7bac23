/** What one kill hits, and when. Plans are drawn at random, and the same seed draws the same plans. */
import fc from "fast-check";

export const kinds = ["provider", "tree"] as const;

/**
 * What is going on when the kill comes. `before` has the days of the earlier runs, and `killedOn` the day of the run that is killed.
 * `rotates` says how the keys rotate.
 */
export const situations = {
  create: { before: [], killedOn: 0, rotates: undefined },
  replace: { before: [0], killedOn: 0, rotates: undefined },
  rotate: { before: [0], killedOn: 30, rotates: "in place" },
  "rotate again": { before: [0, 30], killedOn: 60, rotates: "in place" },
  "rotate by replacement": { before: [0], killedOn: 30, rotates: "by replacement" },
  retire: { before: [0, 30], killedOn: 32, rotates: "in place" },
  destroy: { before: [0], killedOn: 0, rotates: undefined },
  "destroy in the overlap": { before: [0, 30], killedOn: 30, rotates: "in place" },
} as const;

type Situation = keyof typeof situations;

export type Rotates = (typeof situations)[Situation]["rotates"];

export interface Plan {
  readonly kind: (typeof kinds)[number];
  readonly situation: Situation;
  /** The kill comes `laterMs` after this many requests of the run have reached the vendors. */
  readonly requests: number;
  readonly laterMs: number;
  /** How long each mint and revoke takes after its commit. */
  readonly answerMs: number;
}

export const plans: fc.Arbitrary<Omit<Plan, "kind">> = fc.record({
  situation: fc.constantFrom(...(Object.keys(situations) as Situation[])),
  requests: fc.integer({ min: 1, max: 14 }),
  laterMs: fc.integer({ min: 0, max: 12 }),
  answerMs: fc.constantFrom(0, 20, 60),
});
