// What the policy pack says of a stack as it stands, in one line for the demo. It must never be silent about a pack that did not run.
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { policies } from "../policy/index";
import { runChild } from "./child";
import { projectFile } from "./project";

export async function policyVerdict({ name, workspace }: Stack): Promise<string> {
  const args = ["policy", "analyze", "--stack", name, "--policy-pack", projectFile("policy"), "--json"];
  const env = { ...process.env, ...workspace.envVars };
  const { output } = await runChild("pulumi", args, { cwd: workspace.workDir, env });
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  const events = lines.map((line): EngineEvent => JSON.parse(line));
  if (!events.some(({ summaryEvent }) => summaryEvent)) throw new Error(`the policy pack did not run:\n${output}`);
  const said = events.flatMap(({ policyEvent }) => policyEvent ?? []);
  const broken = Object.entries(Object.groupBy(said, ({ policyName }) => policyName));
  const violated = broken.map(([policy, violations = []]) => {
    const resources = violations.map(({ resourceUrn = "" }) => resourceUrn.slice(resourceUrn.lastIndexOf(":") + 1));
    return `; ${violations[0]?.enforcementLevel} ${policy} is broken by ${resources.join(", ")}`;
  });
  return `policy pack: ${policies.length - broken.length} of ${policies.length} policies are kept${violated.join("")}`;
}
