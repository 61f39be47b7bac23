/** One run of a stack whose program is a function in the test: the Automation API runs it in this process. */
import { CommandError, type EngineEvent, type Stack } from "@pulumi/pulumi/automation";
import type { Asked, Operation, Told } from "./operation";

export async function runInline(stack: Stack, operation: Operation, asked: Asked): Promise<Told> {
  const { policies: { pack, config } = {}, verbosity, programLimitMs: _, ...more } = asked;
  const events: EngineEvent[] = [];
  const told = { stdout: "", stderr: "" };
  const options = {
    ...more,
    ...(pack && { policyPacks: [pack] }),
    ...(config && { policyPackConfigs: [config] }),
    onOutput: (text: string) => {
      told.stdout += text;
    },
    onError: (text: string) => {
      told.stderr += text;
    },
    onEvent: (event: EngineEvent) => events.push(event),
    logToStdErr: true,
    logVerbosity: verbosity,
  };
  const succeeded = await stack[operation](options).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CommandError) return false;
      throw error;
    },
  );
  return { succeeded, ...told, events };
}
