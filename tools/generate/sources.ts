// Reads the classes and interfaces of provider/ with their docstrings, by their syntax. It must never look into node_modules: what is
// declared there (a resource's id and urn) is no business of the schema, and reading it takes seconds.
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { projectFile, projectRoot } from "../project";
import { unwrapped } from "./docstring";

/** A property as it is written. */
export interface Member {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly type: ts.TypeNode;
}

/** A class or an interface as it is written, with what it inherits. */
export interface Declared {
  readonly name: string;
  readonly description: string;
  /** The folder of provider/ that it stands in: a vendor's, or core. */
  readonly folder: string;
  readonly members: readonly Member[];
}

export class Sources {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;

  /** `modules` are texts by their paths from the root, read instead of what stands there. */
  constructor(modules: Readonly<Record<string, string>>) {
    const options: ts.CompilerOptions = { noLib: true, types: [] };
    const host = ts.createCompilerHost(options);
    host.resolveModuleNameLiterals = (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: ownModule(text, from) }));
    const texts = new Map(Object.entries(modules).map(([file, text]) => [projectFile(file), text]));
    const { readFile, fileExists } = host;
    host.readFile = (path) => texts.get(path) ?? readFile(path);
    host.fileExists = (path) => texts.has(path) || fileExists(path);
    this.#program = ts.createProgram([...texts.keys()], options, host);
    this.#checker = this.#program.getTypeChecker();
  }

  /** What a vendor's resource.ts exports under a name. */
  exported(vendor: string, name: string): Declared {
    const file = this.#program.getSourceFile(resourceFile(vendor));
    const module = file && this.#checker.getSymbolAtLocation(file);
    const symbol = module && this.#checker.getExportsOfModule(module).find((one) => one.name === name);
    if (!symbol)
      throw new Error(`provider/${vendor}/resource.ts exports no ${name}, which the definition's type asks for.`);
    return this.#read(symbol);
  }

  /** The interface that a type's name stands for; nothing when it is none of ours. */
  interfaceOf(name: ts.EntityName): Declared | undefined {
    const symbol = this.#symbolOf(name);
    return symbol?.declarations?.some(ts.isInterfaceDeclaration) ? this.#read(symbol) : undefined;
  }

  /**
   * The plain type that stands for a generic one, which the schema cannot have: a type parameter's constraint, or the first case of a
   * type that depends on one.
   */
  plainTypeOf(name: ts.EntityName): ts.TypeNode | undefined {
    const declaration = this.#symbolOf(name)?.declarations?.[0];
    if (!declaration) return undefined;
    if (ts.isTypeParameterDeclaration(declaration)) return declaration.constraint;
    const isByCase = ts.isTypeAliasDeclaration(declaration) && ts.isConditionalTypeNode(declaration.type);
    return isByCase ? declaration.type.trueType : undefined;
  }

  #symbolOf(name: ts.EntityName): ts.Symbol | undefined {
    const found = this.#checker.getSymbolAtLocation(name);
    return found && found.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(found) : found;
  }

  #read(symbol: ts.Symbol): Declared {
    const { file } = locationOf(symbol);
    const members = this.#checker
      .getPropertiesOfType(this.#checker.getDeclaredTypeOfSymbol(symbol))
      .flatMap((property) => this.#readMember(property));
    return {
      name: symbol.name,
      description: this.#docstring(symbol),
      folder: relative(projectFile("provider"), file).split(sep)[0] ?? "",
      members,
    };
  }

  #readMember(property: ts.Symbol): Member[] {
    const { node, location } = locationOf(property);
    if (!ts.isPropertySignature(node) && !ts.isPropertyDeclaration(node)) return [];
    const modifiers = ts.getCombinedModifierFlags(node);
    if (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected) || ts.isPrivateIdentifier(node.name))
      return [];
    if (!node.type)
      throw new Error(`${location}: ${property.name} has no type written beside it, and the schema needs one.`);
    const isRequired = !node.questionToken && !mayBeUndefined(node.type);
    return [{ name: property.name, description: this.#docstring(property), isRequired, type: node.type }];
  }

  #docstring(symbol: ts.Symbol): string {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.#checker));
    if (text.trim() === "") {
      throw new Error(
        `${locationOf(symbol).location}: ${symbol.name} has no docstring. Write one: it is what editors show, and the description in schema.json.`,
      );
    }
    return unwrapped(text);
  }
}

function mayBeUndefined(type: ts.TypeNode): boolean {
  if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
  if (ts.isUnionTypeNode(type)) return type.types.some(mayBeUndefined);
  // pulumi.Output<string | undefined>
  return ts.isTypeReferenceNode(type) && type.typeArguments?.some(mayBeUndefined) === true;
}

/** Where it is written, for messages. */
export function locationOfNode(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${relative(projectRoot, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function locationOf(symbol: ts.Symbol) {
  const node = symbol.declarations?.[0];
  if (!node) throw new Error(`${symbol.name} is not declared in any source`);
  return { node, file: node.getSourceFile().fileName, location: locationOfNode(node) };
}

function resourceFile(vendor: string): string {
  return projectFile("provider", vendor, "resource.ts");
}

function ownModule(name: string, from: string): ts.ResolvedModuleFull | undefined {
  if (!name.startsWith(".")) return undefined;
  return { resolvedFileName: `${join(dirname(from), name)}.ts`, extension: ts.Extension.Ts };
}
