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

  /** The CLI's exit code. Missing where the program ran inline. */
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

  /** The lines and errors of the provider and the engine, without debug lines and the line about where the plugin was found. */
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
      // In a refresh, only the event at its end tells what it found.
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

  /** The requests of `sent` that can change something at the vendor. */
  changing(vendor?: string): string[] {
    return this.sent(vendor).filter((request) => !request.startsWith("GET "));
  }
}

/** Whether the message tells where the engine found the plugin. */
function isOfSearch(message: string): boolean {
  return message.startsWith("using pulumi-resource-apikeys from $PATH");
}

/** Whether it is a debug line of the engine. The event stream has such lines, though the SDK's types lack that severity. */
function isTrace({ severity }: { severity: string }): boolean {
  return severity === "debug";
}

/**
 * Whether it is the SDK's debug line about a registered resource. That line has all properties, secrets in clear, and `--debug` and the
 * event stream show it. The SDK writes it for every resource of every provider, and we cannot prevent it.
 */
export function isTraceOfSdk({ diagnosticEvent }: EngineEvent): boolean {
  if (!diagnosticEvent || !isTrace(diagnosticEvent)) return false;
  return diagnosticEvent.message.includes("RegisterResource RPC finished:");
}

/** Whether it is a line of the engine's log, at its highest verbosity, that shows properties of a resource, secrets in clear. */
export function isTraceOfEngine(line: string): boolean {
  const logged = /^\{"time":.*"msg":"(.*)/.exec(line) ?? /^I\d{4} \S+ +\d+ \w+\.go:\d+\] (.*)/.exec(line);
  return /^((Unm|M)arshaling property for RPC\[|(eventSink::Debug\(\S*)?RegisterResource RPC finished:)/.test(
    logged?.[1] ?? "",
  );
}

/** Whether it is a key or a consumer of the tests. A consumer is always a dynamic resource, a key may be one of the native plugin. */
function isOurs(type: string): boolean {
  return type.startsWith("pulumi-nodejs:") || type.startsWith(`${packageName}:`);
}

function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}
