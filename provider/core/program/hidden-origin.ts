/**
 * The name that a resource's origin bears in inputs and outputs: a preview shows no property that begins with two underscores.
 *
 * States of before call it `origin`, and must be read for ever.
 */
import type { Raw } from "./inputs";

/** Inputs or outputs as the engine hands them over, in the words of core. */
export function withOrigin({ __origin, ...others }: Raw): Raw {
  return __origin === undefined ? others : { ...others, origin: __origin };
}

/** The same on the way to the engine. */
export function withHiddenOrigin({ origin, ...others }: Raw): Record<string, unknown> {
  return origin === undefined ? others : { ...others, __origin: origin };
}
