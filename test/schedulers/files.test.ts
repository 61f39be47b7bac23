/** Checks the files of the scheduled examples that a scheduler reads, by the scheduler's own schema where there is one. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { describe, expect, test } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import { pathFolders } from "../../tools/engine/engine";
import { projectFile } from "../../tools/project";
import { commands } from "../docs/code-blocks";
import { stackSpec } from "./stack-schema";

const text = (...path: string[]) => readFileSync(projectFile("examples", ...path), "utf8");

describe("the workflow of GitHub Actions", () => {
  const workflow = text("github-actions", ".github", "workflows", "rotate.yml");
  const { concurrency, jobs } = parse(workflow);
  const runsOf = (job: string) => jobs[job].steps.flatMap(({ run }: { run?: string }) => run ?? []);

  test("has GitHub's form, waits for its turn and is never cancelled", () => {
    expect(validateWorkflow(workflow).errors).toEqual([]);
    expect(validateWorkflow(workflow.replace("runs-on", "runs-in")).errors).not.toEqual([]);
    expect(concurrency).toEqual({ group: "keys-prod", "cancel-in-progress": false });
  });

  // test/e2e/scheduled-examples.long.test.ts runs these commands.
  test("looks for drift first, and rotates whether there was any or not", () => {
    expect(runsOf("drift")).toEqual([
      "npm ci",
      "pulumi refresh --stack prod --preview-only --expect-no-changes --non-interactive",
    ]);
    expect(runsOf("rotate")).toEqual(["npm ci", "pulumi up --stack prod --refresh --yes --non-interactive"]);
    expect(jobs.rotate.needs).toBe("drift");
    expect(jobs.rotate.if).toMatch(/^\$\{\{ !cancelled\(\) \}\}$/);
  });
});

describe("the objects of the Pulumi Kubernetes Operator", () => {
  const documents = parseAllDocuments(text("kubernetes-operator", "stack.yaml"));
  const [account, binding, stack] = documents.map((document) => document.toJS());

  test("are a Stack that resyncs each day without a commit, and whom its workspace runs as", () => {
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    const { name, namespace } = account.metadata;
    const own = { name: stack.spec.serviceAccountName, namespace: stack.metadata.namespace };
    expect(documents).toHaveLength(3);
    expect(account).toEqual({ apiVersion: "v1", kind: "ServiceAccount", metadata: own });
    expect(binding).toEqual({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "keys:system:auth-delegator" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:auth-delegator" },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    });
    expect(stack).toMatchObject({
      apiVersion: "pulumi.com/v1",
      kind: "Stack",
      spec: { continueResyncOnCommitMatch: true, resyncFrequencySeconds: 86_400, refresh: true },
    });
  });

  test("hold no token, and the README makes each secret that they name, and their namespace", () => {
    const { metadata, spec } = stack;
    const made = commands("examples/kubernetes-operator/README.md");
    expect(made).toContain(`kubectl create namespace ${metadata.namespace}`);
    for (const [variable, { type, secret }] of Object.entries<Record<string, Record<string, string>>>(spec.envRefs)) {
      expect(type).toBe(/TOKEN|KEY/.test(variable) ? "Secret" : "Literal");
      if (!secret) continue;
      const where = `--namespace ${metadata.namespace} --from-file=${secret.key}=/dev/stdin`;
      expect(made).toContain(`printf %s "$${variable}" | kubectl create secret generic ${secret.name} ${where}`);
    }
    expect(made.at(-1)).toBe("kubectl apply --filename stack.yaml");
  });

  // Skipped without Go: on a machine where Pulumi's own CLI is installed, no other test needs Go.
  const withGo = pathFolders().some((folder) => existsSync(join(folder, "go"))) ? test : test.skip;

  withGo("have a spec as the operator defines it", async () => {
    const schema = await stackSpec();
    expect(schema.safeParse(stack.spec).error).toBeUndefined();
    const { stack: _, ...unnamed } = stack.spec;
    const { KOSLI_ORG, KOSLI_API_TOKEN } = stack.spec.envRefs;
    const wrong: Record<string, object> = {
      stack: unnamed,
      resyncFrequencySeconds: { ...stack.spec, resyncFrequencySeconds: "1d" },
      continueResync: { ...stack.spec, continueResync: true },
      "envRefs.KOSLI_ORG": { ...stack.spec, envRefs: { KOSLI_ORG: { ...KOSLI_ORG, literal: "acme" } } },
      "envRefs.KOSLI_API_TOKEN.secret": {
        ...stack.spec,
        envRefs: { KOSLI_API_TOKEN: { ...KOSLI_API_TOKEN, secret: { name: "kosli", field: "apiToken" } } },
      },
    };
    for (const [path, spec] of Object.entries(wrong)) {
      const issues = schema.safeParse(spec).error?.issues ?? [];
      const paths = issues.map((issue) => [...issue.path, ...("keys" in issue ? issue.keys : [])].join("."));
      expect(paths).toContainEqual(expect.stringContaining(path));
    }
  });
});

test.each(["github-actions", "kubernetes-operator", "automation-api"])(
  "%s depends on this package's version, and on the compiler that it is tested with",
  (name) => {
    const own = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
    const { dependencies, devDependencies } = JSON.parse(text(name, "package.json"));
    expect(dependencies["pulumi-apikeys"]).toBe(`^${own.version}`);
    for (const tool of ["typescript", "@types/node"])
      expect(devDependencies[tool]).toBe(`^${own.devDependencies[tool]}`);
    if (name !== "automation-api") {
      expect(text(name, ".gitignore")).toBe("node_modules/\n");
      expect(JSON.parse(text(name, "tsconfig.json"))).toMatchObject({ files: ["index.ts"] });
      expect(parse(text(name, "Pulumi.yaml"))).toMatchObject({ name: `${name}-keys`, runtime: "nodejs" });
    }
  },
);
