/** The time of schedules. */

/**
 * The factor that shortens the product's waits, by default. With a smaller one, a vendor would seem not to answer whenever a process is
 * busy, or the machine stands still for a second or two.
 */
export const usualTimeFactor = 0.1;

/** How long a list may lack a new key, in the product's own time. */
export const longestListLagMs = 30_000;

/** After this time a key is no longer new: no run waits for lists, even if clocks differ as far as the product tolerates. */
export const beyondGraceMs = 600_000;

/** The clock moves by hours. A key that lists lack for an hour is listed after one. */
export const hourMs = 3_600_000;

/** After this time each overlap of a rotation is over. */
export const beyondOverlapsMs = 2 * hourMs;
