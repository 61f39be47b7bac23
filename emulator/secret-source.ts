/**
 * Makes every id and every secret value, random or from a seed, and remembers the secrets so that a test can search for a leak.
 * A canary stands in secret values only: an id with it would make every search find something.
 */
import { createHash, randomBytes } from "node:crypto";

export interface SecretSourceOptions {
  /** The same seed gives the same ids and values in the same order. Without one they are random. */
  seed?: string;
  /**
   * Stands in every secret value, so that a test can recognise one. The canary of the whole test run (`EMULATOR_CANARY` in the
   * environment) follows it. Letters, digits, `-` and `_` only: it must survive in a JWT.
   */
  canary?: string;
}

/** The variable with the canary of a whole test run, for which all its output can be searched. */
export const canaryVariable = "EMULATOR_CANARY";

export class SecretSource {
  readonly #seed: string | undefined;
  readonly #canary: string;
  readonly #issued: string[] = [];
  #drawn = 0;

  constructor(options: SecretSourceOptions = {}) {
    this.#seed = options.seed;
    this.#canary = (options.canary ?? "") + (process.env[canaryVariable] ?? "");
    if (/[^\w-]/.test(this.#canary)) throw new Error('canary: only letters, digits, "-" and "_"');
  }

  hex(length: number): string {
    return this.#bytes(length).toString("hex").slice(0, length);
  }

  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  secret(prefix: string, length: number): string {
    return this.remember(`${prefix}${this.random(length)}`);
  }

  /** The random part of a secret; whoever builds a value from it must `remember` the whole. */
  random(length: number): string {
    return this.#canary + this.#bytes(length).toString("base64").replace(/\W/g, "x").slice(0, length);
  }

  remember(value: string): string {
    this.#issued.push(value);
    return value;
  }

  /** Every secret value ever made, also those from before a reset. */
  issued(): string[] {
    return [...this.#issued];
  }

  #bytes(count: number): Buffer {
    if (this.#seed === undefined) return randomBytes(count);
    const blocks: Buffer[] = [];
    while (blocks.length * 32 < count) {
      blocks.push(
        createHash("sha256")
          .update(`${this.#seed}:${this.#drawn++}`)
          .digest(),
      );
    }
    return Buffer.concat(blocks).subarray(0, count);
  }
}
