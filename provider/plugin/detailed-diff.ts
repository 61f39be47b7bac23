/** What a diff shows of each property. A rotation changes no input: it is shown at `rotation`, and a revoke at `previousKeyId`. */
import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { withOrigin } from "../core/program/hidden-origin";
import { type Raw, readInputs } from "../core/program/inputs";
import { planOf } from "../core/record/plan";
import { readRecord } from "../core/record/stored";
import type { Definition } from "../core/vendor/definition";

interface Compared {
  /** What the engine keeps of the inputs. */
  readonly oldInputs: Raw;
  readonly outputs: Raw;
  readonly news: Raw;
  /** The properties for which the key is replaced. */
  readonly replaces: readonly string[];
}

export function detailedDiff(definition: Definition, compared: Compared): ReadonlyMap<string, PropertyDiff> {
  const { oldInputs, news, replaces } = compared;
  const names = new Set([...Object.keys(oldInputs), ...Object.keys(news)].filter((name) => !name.startsWith("__")));
  const changed = [...names].filter((name) => JSON.stringify(oldInputs[name]) !== JSON.stringify(news[name]));
  const inputs = changed.map((name): [string, PropertyDiff] => {
    const kind = oldInputs[name] === undefined ? kinds.add : news[name] === undefined ? kinds.delete : kinds.update;
    return [name, kind(replaces.includes(name)).setInputdiff(true)];
  });
  const others = replaces.filter((name) => !changed.includes(name)).map((name) => [name, kinds.update(true)] as const);
  return new Map([...byPlan(definition, compared), ...others, ...inputs]);
}

/** What time asks for. */
function byPlan(definition: Definition, { outputs, news }: Compared): [string, PropertyDiff][] {
  const { record } = readRecord(definition, withOrigin(outputs));
  const { inputs } = readInputs(definition, withOrigin(news));
  if (inputs === undefined) return [];
  switch (planOf(record, inputs).is) {
    case "rotate":
      return [["rotation", kinds.update(false)]];
    case "replace":
      return [["rotation", kinds.update(true)]];
    case "retire":
      return [["previousKeyId", kinds.delete(false)]];
    case "settle":
    case "first key":
      return [["keyId", kinds.update(false)]];
    case "stay":
      return [];
  }
}

const { Kind } = PropertyDiff;
const kind = (plain: PropertyDiff.Kind, replacing: PropertyDiff.Kind) => (isReplacing: boolean) =>
  new PropertyDiff().setKind(isReplacing ? replacing : plain);
const kinds = {
  add: kind(Kind.ADD, Kind.ADD_REPLACE),
  delete: kind(Kind.DELETE, Kind.DELETE_REPLACE),
  update: kind(Kind.UPDATE, Kind.UPDATE_REPLACE),
};
