/** Runs work of the same name one at a time: it must never overlap within this process. Different names never wait for each other. */
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
