/** The config that the engine hands over: any namespace, decrypted. Objects arrive as their JSON text. */
export interface StackConfig {
  /** By core's own name of a key, as `kosli:apiToken`. */
  get(key: string): string | undefined;
  /** Set in a refresh or a delete: for these the engine may hand over the config of the last up. */
  readonly ofLastUp?: "refresh" | "delete" | undefined;
  /** Whether it counts before the environment. An explicit provider's configuration does: it was written for that provider alone. */
  readonly isFirst?: boolean | undefined;
  /** A key as its user writes it, where that differs: the plugin's `apikeys:kosliApiToken`. */
  readonly nameOf?: ((key: string) => string) | undefined;
}

export const noConfig: StackConfig = { get: () => undefined };

export function keyAsWritten({ nameOf }: StackConfig, key: string): string {
  return nameOf?.(key) ?? key;
}
