/** What a test asks of the engine for one run, and what the engine told. */
import type { EngineEvent, UpOptions } from "@pulumi/pulumi/automation";

export type Operation = "up" | "preview" | "refresh" | "destroy";

/** The engine's options that a person gives on the command line. */
export type Options = Pick<
  UpOptions,
  "continueOnError" | "plan" | "refresh" | "replace" | "runProgram" | "target" | "targetDependents"
>;

export interface Asked extends Options {
  /** The `--policy-pack` of `up` and `preview`, and its config. */
  readonly policies: { readonly pack: string; readonly config?: string } | undefined;
  /** How much the engine logs, from 1 to 9. */
  readonly verbosity: number;
  readonly programLimitMs: number;
}

export interface Told {
  readonly succeeded: boolean;
  /** The CLI's exit code. Missing where the program ran inline: the Automation API does not tell it. */
  readonly exitCode?: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly EngineEvent[];
}
