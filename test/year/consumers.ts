/**
 * Services that use the keys all the time: each authenticates with the value that the stack handed on to it. A service that is a
 * resource of the stack has the new value in the up that rotates. One outside picks it up when it comes by, within the overlap.
 */
import type { Emulator, VendorName } from "../../emulator/index";

interface Consumer {
  readonly name: string;
  readonly vendor: VendorName;
  value: string;
  /** A newer value, and when the service will pick it up. */
  next?: { readonly value: string; readonly at: number };
}

export class Consumers {
  readonly #emulator: Emulator;
  readonly #all = new Map<string, Consumer>();
  /** Each failed authentication: whose, and when. */
  readonly failures: string[] = [];
  authentications = 0;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** The stack hands a value on; a late consumer goes on with the previous one for a while. */
  handOn(name: string, vendor: VendorName, value: string, delayMs: number): void {
    const consumer = this.#all.get(name);
    if (!consumer) this.#all.set(name, { name, vendor, value });
    else if (value !== (consumer.next?.value ?? consumer.value)) {
      consumer.next = { value, at: this.#emulator.clock.now() + delayMs };
    }
  }

  /** All of them use their keys now. */
  use(): void {
    const now = this.#emulator.clock.now();
    for (const consumer of this.#all.values()) {
      if (consumer.next && consumer.next.at <= now) {
        consumer.value = consumer.next.value;
        delete consumer.next;
      }
      this.#note(consumer, this.#emulator.ledger.authenticates(consumer.value));
    }
  }

  /** The same, by a request to the vendor. */
  async call(): Promise<void> {
    await Promise.all(
      [...this.#all.values()].map(async (consumer) => {
        const answer = await fetch(`${this.#emulator.urls[consumer.vendor]}/emulator/authenticate`, {
          headers: { authorization: `Bearer ${consumer.value}` },
        });
        this.#note(consumer, answer.status === 200);
      }),
    );
  }

  #note({ name }: Consumer, isValid: boolean): void {
    this.authentications++;
    if (!isValid) this.failures.push(`${name} at ${new Date(this.#emulator.clock.now()).toISOString()}`);
  }
}
