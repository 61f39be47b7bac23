/** See lock.cjs. */
export function withLock<T>(
  path: string,
  body: () => Promise<T>,
  options?: {
    /** Told once, when another process holds the lock. */
    onWait?: (holderPid: number) => void;
    /** A holder on another machine, or whose process id was given away, counts as dead after this long without a sign of life. */
    staleAfterMs?: number;
    pollMs?: number;
  },
): Promise<T>;
