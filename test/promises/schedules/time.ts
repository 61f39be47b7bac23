/** The time of schedules. */

/**
 * How much shorter the product's waits are, where nothing else is asked for: less, and a process at work, or a machine
 * that stands still for a second or two, would seem not to answer.
 */
export const usualTimeFactor = 0.1;

/** How long a list may lack a new key, in the product's own time. */
export const graceMs = 30_000;

/** Then a key is no longer so new that the product waits for lists to show it, with clocks as far apart as it tolerates. */
export const beyondGraceMs = 600_000;

/** By it the clock moves. Then lists have what they were to lack for an hour. */
export const hourMs = 3_600_000;

/** Then each overlap of a rotation is over. */
export const beyondOverlapsMs = 2 * hourMs;
