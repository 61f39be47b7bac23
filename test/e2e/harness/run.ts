/** What one run of the engine did, told and sent. */
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Call } from "../../../emulator/index";
import { packageName } from "../../../provider/core/program/type-tokens";
import type { Told } from "./operation";
import { nameOf } from "./state";

interface Recording extends Told {
  readonly calls: readonly Call[];
}

interface Violation {
  readonly policy: string;
  readonly level: string;
  /** The resource's name. */
  readonly resource: string;
  readonly message: string;
}

export class Run {
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  get succeeded(): boolean {
    return this.#recording.succeeded;
  }

  /** The CLI's own. Missing where the program ran inline. */
  get exitCode(): number | undefined {
    return this.#recording.exitCode;
  }

  /** All that a person sees, without colours. */
  get output(): string {
    return `${this.#recording.stdout}\n${this.said.join("\n")}`;
  }

  /** What the engine and the processes that it starts wrote to their logs. */
  get log(): string {
    return this.#recording.stderr;
  }

  /** The lines and errors that the provider and the engine gave, without the engine's own progress. */
  get said(): string[] {
    return this.#recording.events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent && !isTrace(diagnosticEvent) && !isOfSearch(diagnosticEvent.message)
        ? [plain(diagnosticEvent.message)]
        : [],
    );
  }

  /** The engine's errors of one resource, by its name. */
  errors(name: string): string {
    const own = this.#recording.events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" && diagnosticEvent.urn?.endsWith(`::${name}`) ? [diagnosticEvent] : [],
    );
    return own.map(({ message }) => plain(message)).join("\n");
  }

  /** What was done to each resource, by its name: `{kosli: ["create-replacement", "replace", "delete-replaced"]}`. */
  get steps(): Record<string, string[]> {
    const steps: Record<string, string[]> = {};
    const refreshing = new Set<string>();
    for (const { resourcePreEvent, resOutputsEvent } of this.#recording.events) {
      const metadata = (resourcePreEvent ?? resOutputsEvent)?.metadata;
      if (!metadata || !isOurs(metadata.type)) continue;
      const { op, urn } = metadata;
      // A refresh tells what it found only when it is done.
      if (op === "refresh") refreshing.add(urn);
      else if (resourcePreEvent || refreshing.has(urn)) {
        const name = nameOf(urn);
        steps[name] = [...(steps[name] ?? []), op];
      }
    }
    return steps;
  }

  /** How many resources were created, kept, replaced and so on, the stack itself included. */
  get changes(): Record<string, number> {
    const summary = this.#recording.events.flatMap(({ summaryEvent }) => summaryEvent ?? []).at(-1);
    return { ...summary?.resourceChanges };
  }

  /** What the policies of a pack said, in the order of their names. */
  get violations(): Violation[] {
    const said = this.#recording.events.flatMap(({ policyEvent }) => policyEvent ?? []);
    return said
      .map(({ policyName, enforcementLevel, resourceUrn = "", message }) => ({
        policy: policyName,
        level: enforcementLevel,
        resource: nameOf(resourceUrn),
        message: plain(message),
      }))
      .toSorted((one, other) => one.policy.localeCompare(other.policy) || one.resource.localeCompare(other.resource));
  }

  get calls(): readonly Call[] {
    return this.#recording.calls;
  }

  /** The requests to a vendor, or to all of them, as `POST /v2/enterprise/api-keys`. */
  sent(vendor?: string): string[] {
    return this.calls
      .filter((call) => vendor === undefined || call.vendor === vendor)
      .map(({ method, route, path }) => route ?? `${method} ${path}`);
  }

  /** The requests of `sent` that change something at the vendor. */
  changing(vendor?: string): string[] {
    return this.sent(vendor).filter((request) => !request.startsWith("GET "));
  }
}

/** Where the engine found the plugin. */
function isOfSearch(message: string): boolean {
  return message.startsWith("using pulumi-resource-apikeys from $PATH");
}

/** A line for those who debug the engine: it stands in the event stream, though the SDK's types do not know of it. */
function isTrace({ severity }: { severity: string }): boolean {
  return severity === "debug";
}

/**
 * The SDK hands the whole of each registered resource, secrets in clear, to the engine as a debug line, which `--debug` and the
 * event stream show. It does so for every resource of every provider, and nothing of ours could prevent it.
 */
export function isTraceOfSdk({ diagnosticEvent }: EngineEvent): boolean {
  if (!diagnosticEvent || !isTrace(diagnosticEvent)) return false;
  return diagnosticEvent.message.includes("RegisterResource RPC finished:");
}

/** A line of the engine's log at its most talkative, which shows each property of every resource, secrets in clear. */
export function isTraceOfEngine(line: string): boolean {
  const logged = /^\{"time":.*"msg":"(.*)/.exec(line) ?? /^I\d{4} \S+ +\d+ \w+\.go:\d+\] (.*)/.exec(line);
  return /^((Unm|M)arshaling property for RPC\[|(eventSink::Debug\(\S*)?RegisterResource RPC finished:)/.test(
    logged?.[1] ?? "",
  );
}

/** A key, or a consumer of the tests, which is a dynamic resource in each way in. */
function isOurs(type: string): boolean {
  return type.startsWith("pulumi-nodejs:") || type.startsWith(`${packageName}:`);
}

function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}
