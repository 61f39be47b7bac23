/** Reads the state from the disk, with secrets encrypted, as a person who finds the file sees it. */
import { readFileSync } from "node:fs";

export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test may look at any input or output.
  readonly inputs: Record<string, any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly outputs: Record<string, any>;
  readonly dependencies?: readonly string[];
  /** The URNs that each input depends on. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

export function readState(file: string): ResourceState[] {
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8"));
  return checkpoint.latest?.resources ?? [];
}

/** The resource's name at the end of its URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

export function named(resources: readonly ResourceState[], name: string): ResourceState {
  const found = resources.find(({ urn }) => nameOf(urn) === name);
  if (!found) throw new Error(`the state has no resource "${name}"`);
  return found;
}

const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Whether a value in the state is one that the engine encrypts. */
export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).includes(secretSignature);
}

/** The content of an exported secret. Any other value is returned as it is. */
export function opened(value: unknown): unknown {
  return isSecret(value) ? JSON.parse((value as { plaintext: string }).plaintext) : value;
}
