/** nekuda's key pairs, as a program declares them. */
import type * as pulumi from "@pulumi/pulumi";
import type { Adopt, AdoptWithValue, CommonArgs, ValueOf } from "../core/program/resource";
import { ApiKeyResource } from "../core/program/resource";

/** The inputs of a nekuda key pair. */
export interface ApiKeyArgs<Adopted extends Adopt = AdoptWithValue> extends CommonArgs<Adopted> {
  /**
   * The key pair's name, 1 to 100 characters. A change replaces the key pair.
   * Source: https://docs.nekuda.ai (API keys, v2).
   */
  name: pulumi.Input<string>;
  /** What the key pair is for, at most 224 characters, or 255 with `marker: false`. A change replaces the key pair. */
  description?: pulumi.Input<string> | undefined;
  /**
   * What becomes of the key pair when it leaves the program: `"revoke"` keeps its row at nekuda as revoked, `"delete"`
   * revokes it and deletes the row too. Default: `"revoke"`. Changing it sends nothing.
   */
  onDelete?: pulumi.Input<"revoke" | "delete"> | undefined;
}

/**
 * A key pair of nekuda, minted with a person's short-lived token.
 *
 * No property of a key pair can be changed at nekuda: a change replaces it, the new one before the old.
 * The Pulumi id, `id`, is the first key's and stays when the key rotates in place: `keyId` is the key in use.
 * Credentials: `NEKUDA_TOKEN` in the environment, else `nekuda:token` in the config.
 */
export class ApiKey<Adopted extends Adopt = AdoptWithValue> extends ApiKeyResource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/nekuda:ApiKey";

  /** The key pair's name. */
  declare public readonly name: pulumi.Output<string>;
  /** What the key pair is for, without the marker. */
  declare public readonly description: pulumi.Output<string | undefined>;
  /** What becomes of the key pair when it leaves the program. */
  declare public readonly onDelete: pulumi.Output<"revoke" | "delete" | undefined>;
  /** The private key, a secret. nekuda shows it once. Missing as long as a key pair that was adopted without it is in use: each up says so. */
  declare public readonly privateKey: pulumi.Output<ValueOf<Adopted>>;
  /** The public key. */
  declare public readonly publicKey: pulumi.Output<string>;
  /** The private key as nekuda shows it in its list: a few characters of it. */
  declare public readonly privateKeyDisplay: pulumi.Output<string>;
  /** The id of nekuda's organization, a UUID. */
  declare public readonly orgId: pulumi.Output<string>;
  /** The environment that the key pair is for, where nekuda tells it. */
  declare public readonly environment: pulumi.Output<string | undefined>;

  /**
   * @param name The resource's name, unique among the stack's nekuda keys.
   * @param args What the key pair is for.
   * @param options The options of any custom resource.
   */
  constructor(name: string, args: ApiKeyArgs<Adopted>, options?: pulumi.CustomResourceOptions) {
    const others = { publicKey: undefined, privateKeyDisplay: undefined, orgId: undefined, environment: undefined };
    super("nekuda:ApiKey", name, args, { secret: "privateKey", needs: "{ name: … }", others }, options);
  }
}
