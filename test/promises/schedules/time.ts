/** The time of schedules. */

/**
 * The factor by which the product's waits are shortened, where no other is asked for. With a smaller one, a process at work, or a
 * machine that stands still for a second or two, would seem not to answer.
 */
export const usualTimeFactor = 0.1;

/** How long a list may lack a new key, in the product's own time. */
export const longestListLagMs = 30_000;

/** After this time a key is no longer new: lists are no longer waited for, even with clocks as far apart as the product tolerates. */
export const beyondGraceMs = 600_000;

/** By so much the clock moves. After it, lists have what they were to lack for an hour. */
export const hourMs = 3_600_000;

/** After this time each overlap of a rotation is over. */
export const beyondOverlapsMs = 2 * hourMs;
