/**
 * The emulator for another process: JSON over HTTP on its own loopback port. Every answer is JSON; a mistake in a request is a
 * 400 that says what was expected. Only `/environment`, `/tokens` and `/secrets` answer with secret values.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { isObject } from "./asked";
import type { Instant } from "./clock";
import type { Emulator } from "./emulator";
import { faults } from "./fault-list";
import { codes, type Fault } from "./faults";
import { applySwitches, type Choices } from "./switches";
import type { TokenOptions } from "./vendor";
import { type VendorName, vendorNames, vendors } from "./vendors";

type Command = (emulator: Emulator, body: Record<string, unknown>) => unknown;

const commands: Record<string, Command> = {
  "GET /ledger": ({ ledger }) => ledger,
  "GET /secrets": ({ ledger }) => ledger.secrets(),
  "GET /environment": (emulator) => emulator.environment(),
  "GET /faults": () => faults,
  "GET /switches": ({ switches }) => switches,
  "GET /clock": ({ clock }) => ({ now: new Date(clock.now()).toISOString() }),
  "POST /clock": setClock,
  "POST /switches": setSwitches,
  "POST /script": (emulator, { vendor, route, answers }) =>
    emulator.script(vendorOf(vendor), String(route), [answers].flat().flatMap(answerOf)),
  "POST /tokens": ({ tokens }, { vendor, ...options }) => ({
    token: tokens.issue(vendorOf(vendor), checked<TokenOptions>(options, tokenFields)),
  }),
  "POST /tokens/revoke": ({ tokens }, { token }) => tokens.revoke(String(token)),
  "POST /tokens/expire": ({ tokens }, { token }) => tokens.expire(String(token)),
  "POST /strangers": ({ strangers }, { vendor, ...details }) =>
    strangers.mint(
      vendorOf(vendor),
      checked<Parameters<Emulator["strangers"]["mint"]>[1] & object>(details, strangerFields),
    ),
  "POST /refuse": (emulator, { vendor }) => emulator.refuse(vendorOf(vendor)),
  "POST /accept": (emulator, { vendor }) => emulator.accept(vendorOf(vendor)),
  "POST /acknowledge-catastrophe": ({ ledger }) => ledger.acknowledgeCatastrophe(),
  "POST /reset": (emulator) => emulator.reset(),
};

interface ClockChange {
  readonly set?: Instant;
  readonly advanceMs?: number;
  readonly freeze?: boolean;
}

export async function controlHandler(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, value: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value ?? { ok: true }));
  };
  try {
    const command = commands[`${request.method} ${request.url}`];
    if (command === undefined) answer(404, { error: `there are ${Object.keys(commands).join(", ")}` });
    else answer(200, await command(emulator, await readBody(request)));
  } catch (error) {
    answer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

type Types = Readonly<Record<string, "string" | "number" | "boolean" | readonly ("string" | "number")[]>>;

const clockFields: Types = { set: ["string", "number"], advanceMs: "number", freeze: "boolean" };
const tokenFields: Types = { name: "string", account: "string", kind: "string", expiresInMs: "number" };
const strangerFields: Types = {
  account: "string",
  scope: "string",
  id: "string",
  name: "string",
  description: "string",
  expiresAt: "number",
  by: "string",
};

/** Refuses a field that nobody reads, and a field of another type: either would be ignored without a word. */
function checked<Fields>(body: Record<string, unknown>, types: Types): Fields {
  for (const [name, value] of Object.entries(body)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) throw new Error(`there is no "${name}": there are ${Object.keys(types).join(", ")}`);
    if (![type].flat().includes(typeof value as never)) throw new Error(`${name}: a ${[type].flat().join(" or a ")}`);
  }
  return body as Fields;
}

function setClock({ clock }: Emulator, body: Record<string, unknown>): unknown {
  const { set, advanceMs, freeze } = checked<ClockChange>(body, clockFields);
  // The clock freezes before it is set: otherwise it would run on from the instant that is set.
  if (freeze === true) clock.freeze();
  if (set !== undefined) clock.set(set);
  if (advanceMs !== undefined) clock.advance(advanceMs);
  if (freeze === false) clock.resume();
  return { now: new Date(clock.now()).toISOString() };
}

function setSwitches({ switches }: Emulator, changes: Record<string, unknown>): unknown {
  for (const [vendor, chosen] of Object.entries(changes)) {
    const name = vendorOf(vendor);
    if (!isObject(chosen)) throw new Error(`${vendor}: an object of switches`);
    applySwitches<Choices>(switches[name], vendors[name].choices, chosen);
  }
  return switches;
}

/** A status, the name of a listed fault, or a fault. */
function answerOf(answer: unknown): Fault[] {
  if (typeof answer === "number") return codes(answer);
  if (typeof answer === "string") {
    const fault = faults[answer];
    if (fault === undefined) throw new Error(`no fault "${answer}": GET /faults lists them`);
    return [fault];
  }
  if (isObject(answer)) return [answer as unknown as Fault];
  throw new Error("answers: a status, the name of a fault, a fault, or a list of these");
}

function vendorOf(name: unknown): VendorName {
  const vendor = vendorNames.find((known) => known === name);
  if (vendor === undefined) throw new Error(`vendor: one of ${vendorNames.join(", ")}`);
  return vendor;
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const body: unknown = text === "" ? {} : JSON.parse(text);
  if (!isObject(body)) throw new Error("the body is a JSON object");
  return body;
}
