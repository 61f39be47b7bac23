/** The time of schedules. */

/** How much shorter the product's waits are, where nothing else is asked for: less, and a process at work would seem not to answer. */
export const usualTimeFactor = 0.05;

/** How long a list may lack a new key, in the product's own time. */
export const graceMs = 30_000;

/** When the vendor is sound again: what lists were to lack for an hour they have. */
export const laterMs = 3_600_000;
