/** One at a time: what must not overlap within this process, by name. Different names never wait for each other. */
const tails = new Map<string, Promise<unknown>>();

export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  const tail = mine.catch(() => undefined);
  tails.set(name, tail);
  try {
    return await mine;
  } finally {
    if (tails.get(name) === tail) tails.delete(name);
  }
}
