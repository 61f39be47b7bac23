/** The stack's config as the engine hands it over: any namespace, decrypted. Objects arrive as their JSON text. */
export interface StackConfig {
  get(key: string): string | undefined;
  /** Set in a refresh or a delete: for these the engine may hand over the config of the last up. */
  readonly ofLastUp?: "refresh" | "delete";
}

export const noConfig: StackConfig = { get: () => undefined };
