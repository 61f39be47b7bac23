/**
 * What a policy sees of a key before it is minted: its inputs, as far as they are known.
 *
 * Policies see every secret in clear. So a `Key` must never hold more of the inputs than the instants, spans and texts to be judged.
 * An input is `undecided` when it is unknown, redacted, or malformed (which the resource's own check refuses).
 */
import type { ResourceValidationArgs } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime";
import type { z } from "zod";
import { dynamicToken, nativeToken } from "../provider/core/program/type-tokens";
import { durationInput, epochMilliseconds, instantInput } from "../provider/core/values/instant";
import type { Definition } from "../provider/core/vendor/definition";
import { definitions } from "../provider/definitions";

export const undecided = Symbol("undecided");

/** What was written; `undefined` where nothing was written. */
export type Written<T> = T | undefined | typeof undecided;

type Props = Readonly<Record<string, unknown>>;

export interface Key {
  readonly definition: Definition;
  /** Whether its vendor lets such a key expire. */
  readonly canExpire: boolean;
  readonly isProtected: boolean;
  /** Milliseconds, as all spans here. */
  readonly expiresIn: Written<number>;
  /** Milliseconds since the epoch. */
  readonly expiresAt: Written<number>;
  readonly rotation: Written<true>;
  readonly every: Written<number>;
  readonly beforeExpiry: Written<number>;
  readonly overlap: Written<number>;
  readonly adopt: Written<true>;
  readonly name: Written<string>;
  readonly description: Written<string>;
}

/** The definition of each resource type, by both of its tokens: the one of a program's class, and the native plugin's. */
export const definitionByToken: ReadonlyMap<string, Definition> = new Map(
  (definitions as readonly unknown[] as readonly Definition[]).flatMap((definition) => [
    [dynamicToken(definition.type), definition],
    [nativeToken(definition.type), definition],
  ]),
);

/** The key that a resource declares; nothing when it is no resource of ours. */
export function keyOf({ type, props, opts }: Pick<ResourceValidationArgs, "type" | "props" | "opts">): Key | undefined {
  const definition = definitionByToken.get(type);
  if (!definition) return undefined;
  const { shape } = definition.inputs;
  const own = (name: string) => (name in shape ? textOf(read(props, name)) : undefined);
  const ofRotation = (name: string) => parsed(durationInput, read(props, "rotation", name));
  return {
    definition,
    canExpire: "expiresIn" in shape,
    isProtected: opts.protect,
    expiresIn: parsed(durationInput, read(props, "expiresIn")),
    expiresAt: instantOf(read(props, "expiresAt")),
    rotation: presence(read(props, "rotation")),
    every: ofRotation("every"),
    beforeExpiry: ofRotation("beforeExpiry"),
    overlap: ofRotation("overlap"),
    adopt: presence(read(props, "adopt")),
    name: own("name"),
    description: own("description"),
  };
}

/** What stands under a path; `undecided` where a part of the path is not known. */
function read(props: Props, ...path: string[]): unknown {
  let value: unknown = props;
  for (const name of path) {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "object") return undecided;
    try {
      value = (value as Props)[name];
    } catch {
      // In preview, @pulumi/policy throws so for an output that is known only after the up.
      return undecided;
    }
    if (value === unknownValue || value === redacted) return undecided;
  }
  return value ?? undefined;
}

/** What `pulumi policy analyze --file` puts in the place of a secret that it cannot decrypt. */
const redacted = "[secret]";

function parsed<T>(form: z.ZodType<T>, value: unknown): Written<T> {
  if (value === undefined || value === undecided) return value;
  const result = form.safeParse(value);
  return result.success ? result.data : undecided;
}

function instantOf(value: unknown): Written<number> {
  const instant = parsed(instantInput, value);
  return typeof instant === "string" ? epochMilliseconds(instant) : instant;
}

function textOf(value: unknown): Written<string> {
  if (value === undefined || typeof value === "string") return value;
  return undecided;
}

function presence(value: unknown): Written<true> {
  return value === undefined || value === undecided ? value : true;
}
