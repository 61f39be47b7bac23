/**
 * The schema of what the Pulumi Kubernetes Operator accepts as the `spec` of a `Stack`. It is the operator's CustomResourceDefinition, from
 * the Go module that operator/go.mod pins. The download takes a second. Without a network, the module must be in Go's module cache.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { runChild } from "../../tools/child";
import { projectFile } from "../../tools/project";

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
}

export async function stackSpec(): Promise<z.ZodType> {
  const module = "github.com/pulumi/pulumi-kubernetes-operator";
  const { code, output } = await runChild("go", ["mod", "download", "-json", module], {
    cwd: projectFile("test", "schedulers", "operator"),
    timeLimitMs: 60_000,
  });
  if (code !== 0) throw new Error(`the operator's Go module cannot be had:\n${output}`);
  const definition = join(JSON.parse(output).Dir, "deploy", "crds", "pulumi.com_stacks.yaml");
  const { versions } = parse(readFileSync(definition, "utf8")).spec;
  const { schema } = versions.find(({ name }: { name: string }) => name === "v1");
  const { properties, ...spec }: Schema = schema.openAPIV3Schema.properties.spec;
  // The example uses this one field of the operator's version 2, whose module no proxy serves.
  const all = { ...spec, properties: { ...properties, serviceAccountName: { type: "string" } } };
  return z.fromJSONSchema(closed(all) as Parameters<typeof z.fromJSONSchema>[0]);
}

/** Makes fields that the definition does not name a mistake. The cluster would drop them without a word. */
function closed(schema: Schema): object {
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    typeof value === "object" && value !== null && !Array.isArray(value) ? closed(value) : value,
  ]);
  const isClosed = schema.type === "object" && schema.properties && schema.additionalProperties === undefined;
  return { ...Object.fromEntries(entries), ...(isClosed && { additionalProperties: false }) };
}
