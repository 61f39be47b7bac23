/**
 * What every key is to a Pulumi program: a resource of a dynamic type whose provider is a constant text.
 *
 * The key's value must never be in clear in a state: it is a secret output whatever options a program gives. Where the
 * program gives a secret (`adopt.value`), it is made one before it leaves this process.
 */
import * as pulumi from "@pulumi/pulumi";
import { resourceHash } from "../values/marker";
import { providerText } from "./provider-text";
import { dynamicToken } from "./type-tokens";

/** Adopts a live key instead of minting a key. */
export interface Adopt {
  /** The id of the live key, as the vendor shows it. A text that cannot be one fails in preview. */
  keyId: pulumi.Input<string>;
  /**
   * The key's value, where you have it. It is checked against the vendor where that is possible, and kept as a secret.
   * Default: none. The resource then has no value to hand on, and each up says so.
   */
  value?: pulumi.Input<string> | undefined;
}

/** Adopts a live key together with its value, so that the resource can hand it on. */
export interface AdoptWithValue extends Adopt {
  /** The key's value. It is checked against the vendor where that is possible, and kept as a secret. */
  value: pulumi.Input<string>;
}

/** The value of a key. A key that is adopted without its value may have none. */
export type ValueOf<Adopted extends Adopt> = Adopted extends AdoptWithValue ? string : string | undefined;

/**
 * When a key rotates. Each `pulumi preview` and `up` decides whether a rotation is due, by the key's age and the settings of now, to the hour.
 * Nothing rotates while nothing runs. After missed runs there is one rotation.
 *
 * With `overlap` the key rotates in place. The previous key stays live until `previousValidUntil`, and the first run after that revokes it.
 * Without `overlap` the key is replaced in one up: the new key is minted, its consumers are updated, the replaced key is revoked.
 * A change of these settings sends nothing, unless it makes the key due.
 */
export interface Rotation {
  /**
   * The age at which the key rotates: `"90d"`, `"12h"` or `"30m"`. It must be shorter than `expiresIn`, unless `beforeExpiry` is set.
   * Default: no age.
   */
  every?: pulumi.Input<string> | undefined;
  /**
   * How long before its expiry the key rotates, as `"14d"`. It needs `expiresIn`, and must be shorter.
   * Default: the key rotates once it has expired, unless `adopt` stands.
   */
  beforeExpiry?: pulumi.Input<string> | undefined;
  /** How long the previous key stays live beside the key in use, as `"24h"`. It must be shorter than `every`. Default: the key is replaced. */
  overlap?: pulumi.Input<string> | undefined;
  /** Any text. A changed text rotates the key in the next up. The first text and its removal rotate nothing. Default: no text. */
  trigger?: pulumi.Input<string> | undefined;
}

/** The account that minted a key. Only through this account does a run touch the key, or believe that it is gone. */
export interface MintedBy {
  /** The API's base URL. */
  url: string;
  /** The organization, for vendors that have it in their URLs. */
  org?: string;
  /** The account's own id, where the API tells it. */
  account?: string;
}

/** The inputs that every vendor's key has. */
export interface CommonArgs<Adopted extends Adopt = AdoptWithValue> {
  /**
   * Adopts a live key instead of minting a key. `adopt` switches rotation off: remove it after the first up.
   * A key that is due rotates in the up that removes it.
   * Refused are the key that the run authenticates with, a person's key, a key of another account, and a key that is not live.
   * An adopted key is revoked on destroy like any other key; `retainOnDelete` keeps it.
   */
  adopt?: Adopted | undefined;
  /**
   * The name of the account whose token is used, as `"eu"`. Default: the unnamed account.
   * A new name for the same account changes nothing; another account replaces the key.
   */
  account?: pulumi.Input<string> | undefined;
  /** When the key rotates. Default: when it has expired. */
  rotation?: pulumi.Input<Rotation> | undefined;
  /**
   * Whether the key's description ends with a marker, as `[pulumi:…]`; where the vendor has no description, its name.
   * By its marker a key is found again when the answer to its mint was lost. Default: true. A change sends nothing and counts from the next mint.
   */
  marker?: pulumi.Input<boolean> | undefined;
}

type Outputs = Readonly<Record<string, undefined>>;

const commonOutputs = {
  keyId: undefined,
  createdAt: undefined,
  mintedBy: undefined,
  previousKeyId: undefined,
  previousValidUntil: undefined,
} satisfies Outputs;

/** The base of all keys. Not for programs: use a vendor's class. */
export abstract class ApiKeyResource extends pulumi.CustomResource {
  /**
   * The id of the key in use at the vendor, also after a rotation. `id` stays the id of the first key.
   * Empty while a mint is pending and no key is in use.
   */
  declare public readonly keyId: pulumi.Output<string>;
  /** When the key was created, RFC 3339 in UTC, whole seconds. */
  declare public readonly createdAt: pulumi.Output<string>;
  /** The account that minted the key. */
  declare public readonly mintedBy: pulumi.Output<MintedBy>;
  /** The id of the previous key, while it is live beside the key in use. Missing otherwise. */
  declare public readonly previousKeyId: pulumi.Output<string | undefined>;
  /** When the overlap of the previous key ends, RFC 3339 in UTC, whole seconds. The first run after that revokes it. Missing otherwise. */
  declare public readonly previousValidUntil: pulumi.Output<string | undefined>;

  protected constructor(
    type: string,
    name: string,
    args: CommonArgs<Adopt>,
    outputs: { readonly secret: string; readonly needs: string; readonly others: Outputs },
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    requireNameAndInputs(type, name, args, outputs.needs);
    const token = dynamicToken(type);
    const props = {
      ...commonOutputs,
      ...outputs.others,
      [outputs.secret]: undefined,
      ...args,
      ...(args.adopt ? { adopt: withSecretValue(args.adopt) } : {}),
      __origin: { name, hash: textOf(pulumi.createUrn(name, token, options?.parent)).then(resourceHash) },
      __provider: providerText(type),
    };
    // "pendingValue" is what the record calls the value of a key whose rotation is not settled.
    const secrets = pulumi.mergeOptions(options, { additionalSecretOutputs: [outputs.secret, "pendingValue"] });
    super(token, name, props, secrets);
  }
}

/** Programs in JavaScript have no types that would catch these mistakes. */
function requireNameAndInputs(type: string, name: unknown, args: unknown, needs: string): void {
  const isObject = typeof args === "object" && args !== null && !Array.isArray(args);
  const isLater = pulumi.Output.isInstance(args) || args instanceof Promise;
  if (typeof name === "string" && isObject && !isLater) return;
  const [vendor, className] = type.split(":");
  const subject = typeof name === "string" ? `${vendor}.${className} "${name}"` : `${vendor}.${className}`;
  const wrong =
    typeof name !== "string"
      ? "write a name, then an object with the inputs"
      : args === undefined || args === null
        ? "the inputs are missing: write an object with them after the name"
        : "the inputs are no plain object: write an object with them after the name";
  throw new pulumi.RunError(`${subject}: ${wrong}: new ${vendor}.${className}("ci", ${needs})`);
}

/**
 * The text of an output, without the resources that the output depends on. A URN depends on the parent, and the SDK reads a
 * dependency on a component as one on all its children. The key would wait for a sibling that waits for the key.
 */
function textOf(output: pulumi.Output<string>): Promise<string> {
  // Every output has `promise`, though the SDK's types leave it out. `apply` would never tell of a parent that failed.
  return (output as unknown as { promise(): Promise<string> }).promise();
}

function withSecretValue({ keyId, value }: Adopt) {
  return value === undefined ? { keyId } : { keyId, value: pulumi.secret(value) };
}
