// Translates TypeScript's types into the schema's. A type without a plain counterpart there must never be guessed at: it fails, naming
// the place.
import ts from "typescript";
import { saysSecret } from "./docstring";
import type { ComplexTypeSpec, Properties, PropertySpec, TypeSpec } from "./schema-format";
import { locationOfNode, type Member, type Sources } from "./sources";

export class TypeSpecs {
  readonly #packageName: string;
  readonly #sources: Sources;
  readonly #types = new Map<string, ComplexTypeSpec>();

  constructor(packageName: string, sources: Sources) {
    this.#packageName = packageName;
    this.#sources = sources;
  }

  /** All types that were named so far, in the order of their tokens. */
  get named(): Record<string, ComplexTypeSpec> {
    return Object.fromEntries([...this.#types].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  properties(members: readonly Member[], vendor: string): Properties {
    return Object.fromEntries(members.map((member) => [member.name, this.#property(member, vendor)]));
  }

  #property(member: Member, vendor: string): PropertySpec {
    const spec = this.#spec(member.type, member, vendor);
    // SDKs look for secrets at the top level only, so an object that holds a secret is marked secret as a whole.
    const isSecret = saysSecret(member.description) || this.#holdsSecret(spec);
    return { ...spec, description: member.description, ...(isSecret ? { secret: true } : {}) };
  }

  #spec(node: ts.TypeNode, member: Member, vendor: string): TypeSpec {
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: "string" };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: "boolean" };
      case ts.SyntaxKind.NumberKeyword:
        return { type: "number" };
    }
    if (ts.isUnionTypeNode(node)) {
      const [only, ...others] = node.types.filter((one) => one.kind !== ts.SyntaxKind.UndefinedKeyword);
      if (only && others.length === 0) return this.#spec(only, member, vendor);
      const values = [only, ...others].flatMap((one) => (one ? stringLiteral(one) : []));
      if (values.length === others.length + 1) return this.#enum(values, member, vendor);
    }
    if (ts.isTypeReferenceNode(node)) {
      const [argument, ...rest] = node.typeArguments ?? [];
      if (argument && rest.length === 0 && /^pulumi\.(Input|Output)$/.test(node.typeName.getText()))
        return this.#spec(argument, member, vendor);
      const plain = this.#sources.plainTypeOf(node.typeName);
      if (plain) return this.#spec(plain, member, vendor);
      const found = argument ? undefined : this.#sources.interfaceOf(node.typeName);
      if (found) {
        const module = found.folder === "core" ? "index" : vendor;
        const properties = this.properties(found.members, vendor);
        const required = found.members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
        return this.#name(module, found.name, { description: found.description, type: "object", properties, required });
      }
    }
    throw new Error(
      `${locationOfNode(node)}: the type ${node.getText()} of ${member.name} is not known to the schema. Write a string, a boolean, a number, ` +
        "a union of texts, or an interface of ours, inside pulumi.Input or pulumi.Output where it belongs.",
    );
  }

  #enum(values: readonly string[], { name, description }: Member, vendor: string): TypeSpec {
    const typeName = name.charAt(0).toUpperCase() + name.slice(1);
    const spec = { description, type: "string", enum: values.map((value) => ({ value })) } as const;
    return this.#name(vendor, typeName, spec);
  }

  /** The first to name a type describes it: the inputs, which say more than the outputs. */
  #name(module: string, name: string, spec: ComplexTypeSpec): TypeSpec {
    const token = `${this.#packageName}:${module}:${name}`;
    const known = this.#types.get(token);
    if (known && valuesOf(known) !== valuesOf(spec)) {
      throw new Error(
        `${token} would be two types, one with ${valuesOf(known)} and one with ${valuesOf(spec)}: rename one.`,
      );
    }
    if (!known) this.#types.set(token, spec);
    return { $ref: `#/types/${token}` };
  }

  #holdsSecret(spec: TypeSpec): boolean {
    const type = "$ref" in spec ? this.#types.get(spec.$ref.slice("#/types/".length)) : undefined;
    return type !== undefined && "properties" in type && Object.values(type.properties).some(({ secret }) => secret);
  }
}

function valuesOf(spec: ComplexTypeSpec): string {
  return ("enum" in spec ? spec.enum.map(({ value }) => value) : Object.keys(spec.properties)).join(", ");
}

function stringLiteral(node: ts.TypeNode): string[] {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? [node.literal.text] : [];
}
