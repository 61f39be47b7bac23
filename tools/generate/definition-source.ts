// Reads the docstrings in a vendor's definition.ts from its syntax: of the definition, its inputs and its outputs. It must read nothing
// but docstrings: all else comes from the definition as it runs.
import { relative } from "node:path";
import ts from "typescript";
import { projectFile, projectRoot } from "../project";

export class DefinitionSource {
  readonly #file: ts.SourceFile;

  constructor(vendor: string) {
    const path = projectFile("provider", vendor, "definition.ts");
    this.#file = ts.createSourceFile(path, ts.sys.readFile(path) ?? "", ts.ScriptTarget.Latest, true);
  }

  /** The docstring of the whole: what a key of the vendor is. */
  get description(): string {
    return this.#docstring(this.#variable("definition").parent.parent, "definition");
  }

  input(name: string): string {
    return this.#docstring(this.#property(this.#objectOf("inputs"), name), name);
  }

  /** The docstring of a field that names an output, as `valueOutput`, or `expiry.output`. */
  field(path: string): string {
    const [first = "", second] = path.split(".");
    const property = this.#property(this.#objectOf("definition"), first);
    return this.#docstring(second === undefined ? property : this.#property(this.#objectIn(property), second), path);
  }

  output(name: string): string {
    return this.field(`outputs.${name}`);
  }

  #variable(name: string): ts.VariableDeclaration {
    for (const statement of this.#file.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find((declaration) => declaration.name.getText() === name);
      if (found) return found;
    }
    throw new Error(`${this.#location()} has no \`const ${name}\`: see those of the other vendors.`);
  }

  #objectOf(variable: string): ts.ObjectLiteralExpression {
    return this.#objectIn(this.#variable(variable));
  }

  /** The first object that is written in a node: `z.object({…})` has one too. */
  #objectIn(node: ts.Node): ts.ObjectLiteralExpression {
    const find = (inner: ts.Node): ts.ObjectLiteralExpression | undefined =>
      ts.isObjectLiteralExpression(inner) ? inner : ts.forEachChild(inner, find);
    const found = ts.forEachChild(node, find);
    if (!found)
      throw new Error(`${this.#location(node)}: an object is to stand here, as in those of the other vendors.`);
    return found;
  }

  #property(object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike {
    const found = object.properties.find((property) => property.name?.getText() === name);
    if (!found)
      throw new Error(`${this.#location(object)}: \`${name}\` is not written here, so its docstring cannot be.`);
    return found;
  }

  /** The lines of its docstring, without what makes them a comment. */
  #docstring(node: ts.Node, name: string): string {
    const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    const text = comment && ts.getTextOfJSDocComment(comment.comment);
    if (!text) {
      throw new Error(
        `${this.#location(node)}: ${name} has no docstring. Write one: it is what editors show, and the description in schema.json.`,
      );
    }
    return text.trim();
  }

  #location(node?: ts.Node): string {
    const file = relative(projectRoot, this.#file.fileName);
    return node ? `${file}:${this.#file.getLineAndCharacterOfPosition(node.getStart()).line + 1}` : file;
  }
}
