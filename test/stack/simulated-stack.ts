/**
 * A stack without the Pulumi engine. It calls the provider in the engine's order, keeps after a failure what the engine keeps, and hands
 * that to the provider the next time. Ten thousand of its runs take the time of a hundred real ones.
 *
 * It must do what the engine does: simulated-stack.long.test.ts and test/e2e check the same on the real engine. It keeps in clear what
 * the real engine encrypts; secret wrappers mark these values.
 */
import { isSecret, type Properties, ProviderError, type ProviderProcess, unwrapped } from "./provider-process";

/** A resource in the state. */
export interface Stored {
  readonly id: string;
  readonly inputs: Properties;
  /** The outputs in clear, as the provider is handed them the next time. */
  readonly outputs: Properties;
  /** The outputs as the provider returned them, each secret in its wrapper. */
  readonly returned: Properties;
  /** True after a partial failure: the next up then calls update even if diff finds no change. */
  readonly hasFailed: boolean;
}

export type Program = ReadonlyMap<string, Properties>;

export interface Run {
  /** What the engine printed of each failed operation. */
  readonly errors: readonly string[];
  /** What the engine keeps of each partial failure, in clear, as the resource's `initErrors`. */
  readonly reasons: readonly string[];
  /** The operations that changed something, such as `create ci`. */
  readonly changes: readonly string[];
}

/** The result of a run in which nothing was done, or in which a test has called the provider itself. */
export const nothingDone: Run = { errors: [], reasons: [], changes: [] };

export class SimulatedStack {
  readonly resources = new Map<string, Stored>();
  /** Replaced resources whose delete has not succeeded yet. */
  readonly replaced = new Map<Stored, string>();
  /** By the resource's name: the key ids that its programs have written into `adopt`. */
  readonly adopted = new Map<string, Set<unknown>>();

  /**
   * `handOn` stands for the consumers. They are updated before any replaced key is deleted, even one that an earlier run has left.
   */
  async up(provider: ProviderProcess, program: Program, handOn?: () => Promise<void>): Promise<Run> {
    const run = new Recorder();
    await run.together(program, ([name, inputs]) => this.#register(provider, run, name, inputs));
    if (run.errors.length > 0) return run;
    await handOn?.();
    await run.together(this.replaced.entries(), ([stored, name]) => this.#deleteReplaced(provider, run, name, stored));
    const removed = [...this.resources].filter(([name]) => !program.has(name));
    await run.together(removed, ([name, stored]) => this.#delete(provider, run, name, stored));
    return run;
  }

  async refresh(provider: ProviderProcess): Promise<Run> {
    const run = new Recorder();
    await Promise.all([
      run.together(this.resources, async ([name, stored]) => {
        const found = await this.#refresh(provider, run, name, stored);
        if (found) this.resources.set(name, found);
        else this.resources.delete(name);
      }),
      run.together(this.replaced.entries(), async ([stored, name]) => {
        const found = await this.#refresh(provider, run, name, stored);
        this.replaced.delete(stored);
        if (found) this.replaced.set(found, name);
      }),
    ]);
    return run;
  }

  async destroy(provider: ProviderProcess): Promise<Run> {
    const run = new Recorder();
    await run.together(this.replaced.entries(), ([stored, name]) => this.#deleteReplaced(provider, run, name, stored));
    await run.together(this.resources, ([name, stored]) => this.#delete(provider, run, name, stored));
    return run;
  }

  /** A run with `--refresh`: first the refresh, then `operate` with what it has found. If the refresh fails, `operate` is not called. */
  async refreshed(provider: ProviderProcess, operate: () => Promise<Run>): Promise<Run> {
    const found = await this.refresh(provider);
    if (found.errors.length > 0) return found;
    const { errors, reasons, changes } = await operate();
    return { errors, reasons, changes: [...found.changes, ...changes] };
  }

  /** Every record in the state, including those of replaced resources that are still to be deleted. */
  get records(): Stored[] {
    return [...this.resources.values(), ...this.replaced.keys()];
  }

  /** The record after a read and, as the engine asks for it, a diff. Nothing if the read says that the resource is gone. */
  async #refresh(provider: ProviderProcess, run: Recorder, name: string, stored: Stored): Promise<Stored | undefined> {
    const { id, outputs: returned } = await provider.read(urnOf(name), stored.id, stored.outputs);
    if (id === "") {
      run.changes.push(`gone ${name}`);
      return undefined;
    }
    const outputs = plain(returned);
    const { changes, replaces } = await provider.diff(urnOf(name), id, outputs, stored.inputs);
    if (changes || replaces.length > 0) run.changes.push(`changed ${name}`);
    return { ...stored, id, outputs, returned, hasFailed: false };
  }

  async #register(provider: ProviderProcess, run: Recorder, name: string, news: Properties): Promise<void> {
    this.#noteAdopt(name, news);
    const old = this.resources.get(name);
    const { inputs, failures } = await provider.check(urnOf(name), old?.inputs ?? {}, news);
    // The real engine prints the value of a refused property in clear, even a secret one.
    const refusals = Object.entries(failures).map(
      ([property, reason]) => `${name}.${property}: ${JSON.stringify(news[property])}: ${reason}`,
    );
    if (refusals.length > 0) throw new Error(refusals.join("; "));
    if (!old) return await this.#create(provider, run, name, inputs);
    const { changes, replaces } = await provider.diff(urnOf(name), old.id, old.outputs, inputs);
    if (replaces.length > 0) {
      await provider.check(urnOf(name), {}, news);
      await this.#create(provider, run, name, inputs, old);
    } else if (changes || old.hasFailed) {
      await this.#update(provider, run, name, inputs, old);
    } else {
      this.resources.set(name, { ...old, inputs });
    }
  }

  async #create(
    provider: ProviderProcess,
    run: Recorder,
    name: string,
    inputs: Properties,
    old?: Stored,
  ): Promise<void> {
    run.changes.push(`${old ? "replace" : "create"} ${name}`);
    const onKept = old && (() => this.replaced.set(old, name));
    await this.#keepWhatComesBack(name, inputs, inputs, onKept, async () => {
      const { id, outputs } = await provider.create(urnOf(name), inputs);
      return { id, outputs };
    });
  }

  async #update(
    provider: ProviderProcess,
    run: Recorder,
    name: string,
    inputs: Properties,
    old: Stored,
  ): Promise<void> {
    run.changes.push(`update ${name}`);
    await this.#keepWhatComesBack(name, inputs, old.inputs, undefined, async () => {
      return { id: old.id, outputs: await provider.update(urnOf(name), old.id, old.outputs, inputs) };
    });
  }

  /**
   * Keeps the outputs of a call, or those of its partial failure. A plain failure changes nothing in the state. A failed update keeps the
   * inputs from before.
   */
  async #keepWhatComesBack(
    name: string,
    inputs: Properties,
    inputsOfFailed: Properties,
    onKept: (() => void) | undefined,
    work: () => Promise<{ id: string; outputs: Properties }>,
  ): Promise<void> {
    try {
      const { id, outputs } = await work();
      onKept?.();
      this.#keep(name, id, inputs, outputs, false);
    } catch (error) {
      if (error instanceof ProviderError && error.partial) {
        onKept?.();
        this.#keep(name, error.partial.id, inputsOfFailed, error.partial.properties, true);
      }
      throw error;
    }
  }

  async #delete(provider: ProviderProcess, run: Recorder, name: string, stored: Stored): Promise<void> {
    run.changes.push(`delete ${name}`);
    await provider.delete(urnOf(name), stored.id, stored.outputs);
    this.resources.delete(name);
  }

  async #deleteReplaced(provider: ProviderProcess, run: Recorder, name: string, stored: Stored): Promise<void> {
    run.changes.push(`delete replaced ${name}`);
    await provider.delete(urnOf(name), stored.id, stored.outputs);
    this.replaced.delete(stored);
  }

  #noteAdopt(name: string, { adopt }: Properties): void {
    if (typeof adopt !== "object" || adopt === null || !("keyId" in adopt)) return;
    this.adopted.set(name, new Set(this.adopted.get(name)).add(unwrapped(adopt.keyId)));
  }

  #keep(name: string, id: string, inputs: Properties, returned: Properties, hasFailed: boolean): void {
    this.resources.set(name, { id, inputs, outputs: plain(returned), returned, hasFailed });
  }
}

class Recorder implements Run {
  readonly errors: string[] = [];
  readonly reasons: string[] = [];
  readonly changes: string[] = [];

  /** Does all work at once, as the engine does. A failure does not keep the rest from running. */
  async together<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
    const settled = await Promise.allSettled([...items].map(work));
    for (const result of settled) {
      if (result.status === "fulfilled") continue;
      const error: unknown = result.reason;
      this.errors.push(String((error as Error).message));
      if (error instanceof ProviderError) this.reasons.push(...(error.partial?.reasons ?? []));
    }
  }
}

function plain(returned: Properties): Properties {
  return Object.fromEntries(Object.entries(returned).map(([key, value]) => [key, unwrapped(value)]));
}

export function urnOf(name: string): string {
  return `urn:pulumi:test::faults::pulumi-nodejs:dynamic/key::${name}`;
}

/** The part of a record that the state holds in clear. It lacks `adopt.value`, which a class's constructor makes a secret. */
export function clearPart({ returned, inputs: { adopt, ...inputs } }: Stored): string {
  const clear = Object.entries(returned).filter(([, value]) => !isSecret(value));
  const { value: _, ...adopted } = (adopt ?? {}) as Properties;
  return JSON.stringify([Object.fromEntries(clear), inputs, adopted]);
}
