/**
 * The emulator's time: real time plus an offset, or frozen. Every timestamp, expiry and `Date` header comes from here; nothing in
 * the emulator may ask the machine's clock for one.
 */
export type Instant = Date | string | number;

export class Clock {
  #offsetMs = 0;
  #frozenAt: number | undefined;
  #skewMs = 0;

  /** Milliseconds since the epoch, like every instant in the emulator. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offsetMs;
  }

  /** The time that a server writes down for a key that it makes now: its own clock may be off. A revoke or an expiry goes by `now()`. */
  stamp(): number {
    return this.now() + this.#skewMs;
  }

  advance(ms: number): void {
    this.set(this.now() + ms);
  }

  set(instant: Instant): void {
    const target = new Date(instant).getTime();
    if (Number.isNaN(target)) throw new Error(`not an instant: ${String(instant)}`);
    if (this.#frozenAt === undefined) this.#offsetMs = target - Date.now();
    else this.#frozenAt = target;
  }

  freeze(): void {
    this.#frozenAt = this.now();
  }

  /** Goes on from where it was frozen. */
  resume(): void {
    if (this.#frozenAt === undefined) return;
    const at = this.#frozenAt;
    this.#frozenAt = undefined;
    this.set(at);
  }

  /** Runs something as a server does whose own clock is off. */
  skewed<T>(byMs: number, run: () => T): T {
    this.#skewMs = byMs;
    try {
      return run();
    } finally {
      this.#skewMs = 0;
    }
  }

  reset(): void {
    this.#offsetMs = 0;
    this.#frozenAt = undefined;
  }
}
