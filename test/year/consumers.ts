/**
 * Consumers that use the keys all the time. Each authenticates with the value that the stack handed on to it. A consumer that is a
 * resource of the stack has the new value in the up that rotates. A consumer outside of the stack picks it up later, within the overlap.
 */
import type { Emulator, VendorName } from "../../emulator/index";

interface Consumer {
  readonly name: string;
  readonly vendor: VendorName;
  value: string;
  /** A newer value, and when the consumer will pick it up. */
  next?: { readonly value: string; readonly at: number };
}

export class Consumers {
  readonly #emulator: Emulator;
  readonly #all = new Map<string, Consumer>();
  /** Each failed authentication: the consumer's name, and when it failed. */
  readonly failures: string[] = [];
  authentications = 0;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** The stack hands a value on. A consumer picks it up after `delayMs`, and uses the one before until then. */
  handOn(name: string, vendor: VendorName, value: string, delayMs: number): void {
    const consumer = this.#all.get(name);
    if (!consumer) this.#all.set(name, { name, vendor, value });
    else if (value !== (consumer.next?.value ?? consumer.value)) {
      consumer.next = { value, at: this.#emulator.clock.now() + delayMs };
    }
  }

  /** All consumers use their keys now, by a look into the emulator's ledger. */
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

  /** All consumers use their keys now, by a request to the vendor. */
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

  #note({ name }: Consumer, isAccepted: boolean): void {
    this.authentications++;
    if (!isAccepted) this.failures.push(`${name} at ${new Date(this.#emulator.clock.now()).toISOString()}`);
  }
}
