/** Kosli's service-account keys, as a program declares them. */
import type * as pulumi from "@pulumi/pulumi";
import type { Adopt, AdoptWithValue, CommonArgs, ValueOf } from "../core/program/resource";
import { ApiKeyResource } from "../core/program/resource";

/** The inputs of a Kosli service-account key. */
export interface ServiceAccountApiKeyArgs<Adopted extends Adopt = AdoptWithValue> extends CommonArgs<Adopted> {
  /**
   * The organization's name, as Kosli's URLs show it. Default: `KOSLI_ORG` in the environment, else `kosli:org` in the
   * config. A change replaces the key.
   */
  org?: pulumi.Input<string> | undefined;
  /**
   * The name of the service account that the key is for: 1 to 64 letters, digits and dashes. A change replaces the key.
   * Source: https://docs.kosli.com/api-reference (service accounts).
   */
  serviceAccount: pulumi.Input<string>;
  /** What the key is for, in 1 to 224 characters, or 1 to 255 with `marker: false`. A change replaces the key. */
  description: pulumi.Input<string>;
  /**
   * When the key expires: RFC 3339 with whole seconds, as `"2027-01-31T12:00:00Z"`, in the future. Default: never.
   * Another instant replaces the key, the same one in other words does not. Not together with `expiresIn`.
   */
  expiresAt?: pulumi.Input<string> | undefined;
  /**
   * How long after its creation the key expires: `"90d"`, `"12h"` or `"30m"`. Another duration replaces the key, the same
   * one in other words (`"2160h"`) does not. Not together with `expiresAt`, which is then an output.
   */
  expiresIn?: pulumi.Input<string> | undefined;
}

/**
 * A key of a Kosli service account.
 *
 * No property of a key can be changed at Kosli: a change replaces the key, the new one before the old. An expired key is
 * replaced by the next `pulumi up`.
 * The Pulumi id, `id`, is the first key's and stays when the key rotates in place: `keyId` is the key in use.
 * Credentials: `KOSLI_API_TOKEN` in the environment, else `kosli:apiToken` in the config.
 */
export class ServiceAccountApiKey<Adopted extends Adopt = AdoptWithValue> extends ApiKeyResource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/kosli:ServiceAccountApiKey";

  /** The organization. */
  declare public readonly org: pulumi.Output<string>;
  /** The service account that the key is for. */
  declare public readonly serviceAccount: pulumi.Output<string>;
  /** What the key is for, without the marker. */
  declare public readonly description: pulumi.Output<string>;
  /** When the key expires, RFC 3339 in UTC, whole seconds. Missing when it never does. */
  declare public readonly expiresAt: pulumi.Output<string | undefined>;
  /** The key, a secret. Missing as long as a key that was adopted without its value is in use: each up says so. */
  declare public readonly apiKey: pulumi.Output<ValueOf<Adopted>>;

  /**
   * @param name The resource's name, unique among the stack's Kosli keys.
   * @param args What the key is for.
   * @param options The options of any custom resource.
   */
  constructor(name: string, args: ServiceAccountApiKeyArgs<Adopted>, options?: pulumi.CustomResourceOptions) {
    const others = { org: undefined, expiresAt: undefined };
    super(
      "kosli:ServiceAccountApiKey",
      name,
      args,
      { secret: "apiKey", needs: "{ serviceAccount: …, description: … }", others },
      options,
    );
  }
}
