/**
 * A resource's origin is called `__origin` in inputs and outputs: a preview shows no property that begins with two underscores.
 *
 * States of earlier versions call it `origin`. They must stay readable for ever.
 */
import type { Raw } from "./inputs";

/** Inputs or outputs from the engine, with the name that core uses. */
export function withOrigin({ __origin, ...others }: Raw): Raw {
  return __origin === undefined ? others : { ...others, origin: __origin };
}

/** Inputs or outputs for the engine, with the hidden name. */
export function withHiddenOrigin({ origin, ...others }: Raw): Record<string, unknown> {
  return origin === undefined ? others : { ...others, __origin: origin };
}
