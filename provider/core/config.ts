/** The stack's config as the engine hands it over: any namespace, decrypted. Objects arrive as their JSON text. */
export interface StackConfig {
  get(key: string): string | undefined;
}

export const noConfig: StackConfig = { get: () => undefined };
