// Holds what a resource's docstrings and types tell users against what its definition does. Where the two disagree it must never choose: it fails and
// says what to write.
import type { Definition } from "../../provider/core/vendor/definition";
import { saysReplaced, saysSecret } from "./docstring";
import type { Declared } from "./sources";

/** What is declared is what the definition reads and answers: no input that would be refused, no output that never comes. */
export function requireAgreement(
  { type, inputs, outputs, expiry, valueOutput }: Definition,
  commonInputs: readonly string[],
  args: Declared,
  resource: Declared,
): void {
  const read = [...Object.keys(inputs.shape), ...commonInputs];
  for (const name of difference(read, names(args)))
    throw new Error(`${type}: its definition reads \`${name}\`, but ${args.name} does not have it: declare it there.`);
  for (const name of difference(names(args), read))
    throw new Error(
      `${type}: ${args.name} has \`${name}\`, but its definition refuses it: add it to the inputs there.`,
    );
  for (const name of difference([...outputs, ...(expiry ? [expiry.output] : []), valueOutput], names(resource)))
    throw new Error(`${type}: its definition answers \`${name}\`, but the class does not have it: declare it there.`);
  for (const { name, description } of resource.members) {
    if ((name === valueOutput) === saysSecret(description)) continue;
    throw new Error(
      name === valueOutput
        ? `${type}: \`${name}\` holds the key's value, but its docstring does not call it "a secret": write so.`
        : `${type}: the docstring of \`${name}\` says "a secret", but the definition's value is in \`${valueOutput}\`: mend one of them.`,
    );
  }
}

/** The inputs that replace the key when they change. */
export function replacingInputs({ type, identity, account }: Definition, args: Declared): ReadonlySet<string> {
  // The organization is compared with the one on record, beside the identity, since it may come from the account.
  const replacing = new Set([...Object.keys(identity({})), ...(account.org ? ["org"] : [])]);
  for (const name of difference(replacing, names(args)))
    throw new Error(
      `${type}: \`identity\` holds \`${name}\`, but ${args.name} does not have it: name it as the input.`,
    );
  for (const { name, description } of args.members) {
    if (replacing.has(name) === saysReplaced(description)) continue;
    throw new Error(
      replacing.has(name)
        ? `${type}: a change of \`${name}\` replaces the key, but its docstring does not say so: write "A change replaces the key."`
        : `${type}: the docstring of \`${name}\` says that a change replaces the key, but \`identity\` in the definition does not hold it: mend one of them.`,
    );
  }
  return replacing;
}

function difference(some: Iterable<string>, others: readonly string[]): string[] {
  return [...some].filter((name) => !others.includes(name));
}

function names({ members }: Declared): string[] {
  return members.map(({ name }) => name);
}
