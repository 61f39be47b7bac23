// The part of Pulumi's package schema that is written here, as types. Source:
// https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/. It must never hold a decision.

export type TypeSpec =
  | { readonly type: "string" | "boolean" | "number" }
  | { readonly type: "object"; readonly additionalProperties: TypeSpec }
  | { readonly $ref: string };

export type PropertySpec = TypeSpec & {
  readonly description: string;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
};

export type Properties = Readonly<Record<string, PropertySpec>>;

interface EnumTypeSpec {
  readonly description: string;
  readonly type: "string";
  readonly enum: readonly { readonly value: string }[];
}

interface ObjectTypeSpec {
  readonly description: string;
  readonly type: "object";
  readonly properties: Properties;
  readonly required: readonly string[];
}

export type ComplexTypeSpec = EnumTypeSpec | ObjectTypeSpec;

export interface ResourceSpec extends Omit<ObjectTypeSpec, "type"> {
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
}
