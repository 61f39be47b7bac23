/**
 * A stack on the real engine, with an emulator of its own. Its program is a function, which runs inline, or a folder, which runs as a
 * user runs it. In both cases the engine starts the provider process as it does for a user.
 *
 * The stack keeps everything that a run prints, tells, logs and writes, and searches it for secrets.
 */
import { expect } from "@jest/globals";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../emulator/index";
import { type Finished, runChild } from "../../../tools/child";
import { compiledOnce } from "./compiled-once";
import { movedClock, shortenedWaits } from "./environment";
import { filesBelow, leaksIn } from "./leaks";
import type { Asked, Operation, Options } from "./operation";
import { isTraceOfEngine, isTraceOfSdk, Run } from "./run";
import { type ProgramFolder, type ScratchProject, scratchProject } from "./scratch-project";
import { isSecret, named, nameOf, opened, type ResourceState, readState } from "./state";

export class TestStack {
  readonly #options: EmulatorOptions;
  readonly #program: ProgramFolder | undefined;
  #emulator: Emulator | undefined;
  #project: ScratchProject | undefined;
  #told: string[] = [];
  /** The variables that the next runs get. By default, the variables that lead to the emulator. */
  environment: Record<string, string> = {};
  /** The `--policy-pack` of the next `up` and `preview`, and its config. */
  policies: Asked["policies"];
  /** How much the engine logs, from 1 to 9. */
  verbosity = 1;
  /** The time limit of a program that is a folder. Compiling its TypeScript takes most of that time. */
  programLimitMs = 60_000;
  /** More texts that no run may show, beside the secrets of the emulator. */
  readonly secrets: string[] = [];

  constructor(options: EmulatorOptions, program?: ProgramFolder) {
    this.#options = options;
    this.#program = program;
  }

  get emulator(): Emulator {
    if (!this.#emulator) throw new Error("the stack is not open");
    return this.#emulator;
  }

  get ledger(): Emulator["ledger"] {
    return this.emulator.ledger;
  }

  get #open(): ScratchProject {
    if (!this.#project) throw new Error("the stack is not open");
    return this.#project;
  }

  async open(): Promise<void> {
    this.#emulator = await createEmulator(this.#options);
    this.#project = await scratchProject(this.#program);
    this.environment = this.emulator.environment();
  }

  /** The project's folder. */
  get folder(): string {
    return this.#open.stack.workspace.workDir;
  }

  /** Runs `up`. A program that is given also counts in the runs that follow. */
  async up(program?: PulumiFn, options?: Options): Promise<Run> {
    return succeeding(await this.#run("up", program, options));
  }

  async preview(program?: PulumiFn, options?: Options): Promise<Run> {
    return succeeding(await this.#run("preview", program, options));
  }

  async refresh(program?: PulumiFn, options?: Options): Promise<Run> {
    return succeeding(await this.#run("refresh", program, options));
  }

  async destroy(program?: PulumiFn, options?: Options): Promise<Run> {
    return succeeding(await this.#run("destroy", program, options));
  }

  /** A run that must fail. It goes on after the first failure, so that each resource reports its own error. */
  async failing(operation: Operation, program?: PulumiFn, options?: Options): Promise<Run> {
    const continueOnError = operation === "up" || operation === "destroy";
    const run = await this.#run(operation, program, { ...(continueOnError ? { continueOnError } : {}), ...options });
    if (run.succeeded) throw new Error(`the ${operation} was to fail and has succeeded:\n${run.output}`);
    return run;
  }

  /** Sets the clocks of the vendors and of the provider process ahead of now, for the runs that follow. */
  goTo(aheadMs: number): void {
    this.emulator.clock.set(Date.now() + aheadMs);
    this.environment = { ...this.environment, ...movedClock(aheadMs) };
  }

  /** `pulumi stack rename`. */
  async rename(stackName: string): Promise<void> {
    await this.#open.stack.rename({ stackName });
  }

  /** Runs the Pulumi CLI in the project, as `command("state", "taint", urn)`. */
  async command(...args: string[]): Promise<void> {
    const { code, output } = await this.#cli(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
  }

  /** Sets the stack's config; with `path`, a key such as `devin:accounts.eu.apiKey` reaches into an object. */
  async configure(variables: Record<string, string>, { path = false }: { path?: boolean } = {}): Promise<void> {
    const secrets = new Set([...this.ledger.secrets(), ...this.secrets]);
    const config = Object.entries(variables).map(([key, value]) => [key, { value, secret: secrets.has(value) }]);
    await this.#open.stack.setAllConfig(Object.fromEntries(config), path);
  }

  /** The resources in the state file; secrets are encrypted there. */
  get resources(): ResourceState[] {
    return readState(this.#open.stateFile).filter(({ type }) => type !== "pulumi:pulumi:Stack");
  }

  /** The record of a resource in the state file. */
  state(name: string): ResourceState {
    return named(this.resources, name);
  }

  /** The value of each key, as a consumer gets it, by its resource's name. Fails when a value is not a secret. */
  async values(): Promise<Record<string, unknown>> {
    const keys = (await this.exported()).filter(({ outputs }) => outputs?.keyId !== undefined);
    return Object.fromEntries(
      keys.map(({ urn, outputs }) => {
        const value = outputs.apiKey ?? outputs.privateKey;
        if (value !== undefined && !isSecret(value)) throw new Error(`the value of ${urn} is no secret`);
        return [nameOf(urn), opened(value)];
      }),
    );
  }

  /** The stack's outputs, with secrets shown. */
  async outputs(): Promise<Record<string, unknown>> {
    const stack = (await this.exported()).find(({ type }) => type === "pulumi:pulumi:Stack");
    return Object.fromEntries(Object.entries(stack?.outputs ?? {}).map(([name, value]) => [name, opened(value)]));
  }

  /** The exported state with secrets shown, each in the engine's wrapper of a secret. */
  async exported(): Promise<ResourceState[]> {
    return (await this.#open.stack.exportStack()).deployment.resources;
  }

  /** Replaces the resources in the state, as another version or a person may have written them. */
  async rewrite(changed: (resources: readonly ResourceState[]) => ResourceState[]): Promise<void> {
    const { stack } = this.#open;
    const state = await stack.exportStack();
    const resources = changed(state.deployment.resources);
    await stack.importStack({ ...state, deployment: { ...state.deployment, resources } });
  }

  /** `pulumi policy analyze` on the exported state, with `policies`. */
  async analyze(...flags: string[]): Promise<Finished> {
    const { pack = "", config } = this.policies ?? {};
    const policyConfig = config ? ["--policy-pack-config", config] : [];
    await this.command("stack", "export", "--stack", "test", "--file", "exported.json");
    return this.#cli("policy", "analyze", "--file", "exported.json", "--policy-pack", pack, ...policyConfig, ...flags);
  }

  /** Fails when any text or file shows a secret, or when the emulator saw a call that must never be made. */
  audit(): void {
    const told = this.#told.map((text, index): [string, string] => [`what run ${index} told`, text]);
    this.#told = [];
    const texts = { ...filesBelow(...this.#open.folders), ...Object.fromEntries(told) };
    expect(leaksIn(texts, [...this.ledger.secrets(), ...this.secrets])).toEqual([]);
    expect(this.ledger.catastrophes).toEqual([]);
  }

  async close(): Promise<void> {
    try {
      await this.#project?.dispose();
    } finally {
      // An emulator that stays open would keep jest from ending.
      await this.#emulator?.close();
    }
  }

  async #cli(...args: string[]): Promise<Finished> {
    const { stack, environment } = this.#open;
    const { workDir, pulumiCommand } = stack.workspace;
    const env = { ...process.env, ...environment, ...this.environment };
    const finished = await runChild(pulumiCommand.command, args, { cwd: workDir, env, timeLimitMs: 60_000 });
    this.#told.push(finished.output);
    return finished;
  }

  async #run(operation: Operation, program?: PulumiFn, more: Options = {}): Promise<Run> {
    const { stack, environment } = this.#open;
    if (program) stack.workspace.program = program;
    stack.workspace.envVars = { ...environment, ...compiledOnce, ...shortenedWaits, ...this.environment };
    const before = this.ledger.calls().length;
    const { policies, verbosity, programLimitMs } = this;
    const told = await this.#open.run(operation, { ...more, policies, verbosity, programLimitMs });
    // Above verbosity 1 the engine logs properties with secrets in clear. Only these lines are left out of the search.
    const logged = told.stderr.split("\n").filter((line) => this.verbosity === 1 || !isTraceOfEngine(line));
    this.#told.push(
      told.stdout,
      logged.join("\n"),
      JSON.stringify(told.events.filter((event) => !isTraceOfSdk(event))),
    );
    return new Run({ ...told, calls: this.ledger.calls().slice(before) });
  }
}

function succeeding(run: Run): Run {
  if (!run.succeeded) throw new Error(`the run has failed:\n${run.output}\n${run.log}`);
  return run;
}
