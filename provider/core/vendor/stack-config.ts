/** The config that the engine hands over: any namespace, decrypted. Objects arrive as their JSON text. */
export interface StackConfig {
  /** By core's own name of a key, as `kosli:apiToken`. */
  get(key: string): string | undefined;
  /** Set in a refresh or a delete: for these the engine may hand over the config of the last up. */
  readonly ofLastUp?: "refresh" | "delete" | undefined;
  /** Whether it is an explicit provider's: then it counts instead of the environment. */
  readonly isExplicit?: boolean | undefined;
  /** A key as its user writes it, where that differs: the plugin's `apikeys:kosliApiToken`. */
  readonly nameOf?: ((key: string) => string) | undefined;
}

export const noConfig: StackConfig = { get: () => undefined };

export function keyAsWritten({ nameOf }: StackConfig, key: string): string {
  return nameOf?.(key) ?? key;
}

/** Where a variable was found, for messages. */
export function sourceInConfig(config: StackConfig, key: string): string {
  return `${keyAsWritten(config, key)} ${config.isExplicit ? "of the provider" : "in the config"}`;
}
