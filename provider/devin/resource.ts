/** Devin's service keys, as a program declares them. */
import type * as pulumi from "@pulumi/pulumi";
import type { Adopt, AdoptWithValue, CommonArgs, ValueOf } from "../core/program/resource";
import { ApiKeyResource } from "../core/program/resource";

/** The inputs of a Devin service key. */
export interface ServiceApiKeyArgs<Adopted extends Adopt = AdoptWithValue> extends CommonArgs<Adopted> {
  /**
   * The id of the organization that the key is for, as Devin's settings show it. A change replaces the key.
   * Source: https://docs.devin.ai/api-reference/v2/api-keys.
   */
  orgId: pulumi.Input<string>;
}

/**
 * A service key of a Devin organization, minted with the personal key of an enterprise admin.
 *
 * Devin offers no expiry and no description: a change of the organization replaces the key, the new one before the old.
 * The Pulumi id, `id`, is the first key's and stays when the key rotates in place: `keyId` is the key in use.
 * Credentials: `DEVIN_ENTERPRISE_API_KEY` or `DEVIN_API_KEY` in the environment, else `devin:apiKey` in the config.
 */
export class ServiceApiKey<Adopted extends Adopt = AdoptWithValue> extends ApiKeyResource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/devin:ServiceApiKey";

  /** The organization that the key is for. */
  declare public readonly orgId: pulumi.Output<string>;
  /** The key, a secret. Missing as long as a key that was adopted without its value is in use: each up says so. */
  declare public readonly apiKey: pulumi.Output<ValueOf<Adopted>>;

  /**
   * @param name The resource's name, unique among the stack's Devin keys.
   * @param args What the key is for.
   * @param options The options of any custom resource.
   */
  constructor(name: string, args: ServiceApiKeyArgs<Adopted>, options?: pulumi.CustomResourceOptions) {
    super("devin:ServiceApiKey", name, args, { secret: "apiKey", needs: "{ orgId: … }", others: {} }, options);
  }
}
