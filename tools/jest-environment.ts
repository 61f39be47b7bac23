// Where the tests of one file run: Jest's own environment, in which calls of the SDK may fail because its engine has gone. It must
// never hide any other fault.
import { TestEnvironment } from "jest-environment-node";

/** What happened in a file of tests, as far as it is read here. */
interface TestEvent {
  readonly name: string;
  readonly error?: unknown;
  /** The promise that nobody waited for. */
  readonly promise?: Promise<unknown>;
}

/** gRPC's own numbers. */
const cancelled = 1;
const unavailable = 14;

/**
 * An engine that fails early ends while an inline program still calls it. Outside of Jest the SDK then ignores the promises that its
 * calls leave behind, by a listener on the process. Jest keeps that listener from the process, so this class ignores them.
 */
export default class InlineProgramEnvironment extends TestEnvironment {
  handleTestEvent({ name, error, promise }: TestEvent): void {
    // Jest forgets the error of a promise that is handled after all.
    if (name === "error" && isEngineGone(error)) promise?.catch(() => {});
  }
}

function isEngineGone(error: unknown): boolean {
  // The error comes from the sandbox of the tests, which has an `Object` of its own.
  const code = typeof error === "object" && error && "code" in error ? error.code : undefined;
  return code === cancelled || code === unavailable;
}
