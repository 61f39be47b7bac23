/** The stack's config as the engine hands it over: any namespace, decrypted. Objects arrive as their JSON text. */
export interface StackConfig {
  get(key: string): string | undefined;
  /** Set in an operation for which the engine may hand over the config as the last up wrote it. */
  readonly ofLastUp?: "refresh" | "delete";
}

export const noConfig: StackConfig = { get: () => undefined };
