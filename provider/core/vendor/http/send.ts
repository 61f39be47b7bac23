/**
 * One HTTP call to a vendor: authenticated, bounded in time and size. It ends in an answer or in one of three failures.
 *
 * A mint must never be sent twice, and a redirect never be followed. Nothing of a body or a header may reach a message, unless it
 * is known to be safe: the vendor's sentence, a request id, a wait. A token must never go to a proxy in clear: http is for loopback
 * alone, and loopback is never proxied.
 */
import { once } from "node:events";
import { Agent, type Dispatcher, EnvHttpProxyAgent, interceptors } from "undici";
import type { z } from "zod";
import { type Instant, instant, span } from "../../values/instant";
import { readJson } from "../../values/json";
import { limits } from "../../values/limits";
import { isLoopback } from "../../values/loopback";
import { unmark } from "../../values/marker";
import { reveal, type Secret } from "../../values/secret";
import { UserError } from "../../values/user-error";
import { OutcomeUnknown, RequestNotSent, RequestRefused } from "../call-failures";
import { readErrorAnswer } from "./error-answer";
import { failureOf } from "./failures";
import type { Gate } from "./gate";
import { proxyOptions, proxyVariable, wrongProxyVariables } from "./proxies";
import { type Repetition, repetitionOptions, retryAfterMs } from "./retry";
import { type Transmission, wholeAnswer } from "./whole-answer";

export interface Call<T> {
  /** What the call does, as the start of a sentence: `creating the key`. */
  readonly doing: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: URL;
  readonly token: Secret;
  readonly body: object | undefined;
  readonly repetition: Repetition;
  /** The shape of a successful answer's body. */
  readonly answer: z.ZodType<T>;
  /** The gate of the call's account. */
  readonly gate: Gate;
  /** For messages. */
  readonly vendor: { readonly title: string; readonly urlVariable: string };
}

export interface Answer<T> {
  readonly value: T;
  /** The vendor's clock when it answered, if the answer tells it. */
  readonly date: Instant | undefined;
}

const options: Agent.Options = {
  connect: { timeout: limits.connectMs },
  headersTimeout: limits.headersMs,
  bodyTimeout: limits.bodyMs,
  allowH2: false,
};

let direct: Dispatcher | undefined;
let proxied: Dispatcher | undefined;

function dispatcherFor(url: URL): Dispatcher {
  if (isLoopback(url)) {
    direct ??= new Agent(options);
    return direct;
  }
  try {
    proxied ??= new EnvHttpProxyAgent({ ...options, ...proxyOptions(), connectTimeout: limits.connectMs });
    return proxied;
  } catch {
    const names = wrongProxyVariables().join(" or ");
    throw new UserError(
      `${names} in the environment is no proxy's URL. Write it as http://host:port. Nothing was sent.`,
    );
  }
}

const refusals = new Set([400, 401, 403, 404, 422, 429, 307, 308]);

/** Sends a call. Throws RequestNotSent, RequestRefused or OutcomeUnknown; what is returned did happen. */
export async function send<T>(call: Call<T>): Promise<Answer<T>> {
  const response = await exchangeInTurn(call);
  const { statusCode: status, headers, text } = response;
  if (status >= 200 && status < 300) {
    const value = readAnswer(call.answer, text);
    if (value.success) return { value: value.data, date: readDate(headers.date) };
    throw new OutcomeUnknown(
      `${call.doing}: ${call.url.host} answered HTTP ${status} in a form that ${call.vendor.title} does not document${trace(call, headers)}: check the API's URL (${call.vendor.urlVariable})`,
    );
  }
  const told = readErrorAnswer(text);
  const isSaid = told?.sentence !== undefined && !echoes(call, told.sentence);
  const message = `${call.doing}: HTTP ${status}${isSaid ? ` "${told.sentence}"` : ""}${hint(call, response)}${trace(call, headers)}`;
  if (!refusals.has(status)) throw new OutcomeUnknown(message, status, { saysRemedy: isRedirect(status) });
  const date = readDate(headers.date);
  throw new RequestRefused(message, {
    status,
    sentence: told?.sentence,
    isSentenceSaid: isSaid,
    isVendorsOwn: told !== undefined,
    date,
  });
}

/** Stands for a body that is neither JSON nor empty: no form but `z.unknown` takes it. */
const unreadable = Symbol("unreadable");

/** Whatever goes wrong in reading makes the answer unreadable, also a zod transform that throws. */
function readAnswer<T>(form: z.ZodType<T>, text: string): { success: true; data: T } | { success: false } {
  try {
    if (text === "") return form.safeParse(undefined);
    const body = readJson(text);
    return form.safeParse(body === undefined ? unreadable : body);
  } catch {
    return { success: false };
  }
}

interface Response {
  readonly statusCode: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly text: string;
  readonly deadline: number;
}

/** The time that a call may take does not include its waits at the gate. */
async function exchangeInTurn(call: Call<unknown>): Promise<Response> {
  const transmission: Transmission = { hasBegun: false };
  let leftMs: number = limits.callMs;
  const response = await call.gate.through(async () => {
    const from = performance.now();
    const response = await exchange(call, from + leftMs, transmission);
    leftMs -= performance.now() - from;
    return response;
  });
  if (response) return response;
  throw new RequestNotSent(
    `${call.doing}: ${call.url.host} answered HTTP 429 (too many requests) so often that this request had no turn in ${span(limits.gateMs)} and was not sent`,
    "run again later",
    { isUnreachable: false },
  );
}

async function exchange(call: Call<unknown>, deadline: number, transmission: Transmission): Promise<Response> {
  const { url, method, body } = call;
  try {
    const dispatcher = dispatcherFor(url).compose(
      wholeAnswer(transmission),
      interceptors.retry(repetitionOptions(call.repetition, deadline, transmission)),
    );
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(deadline - performance.now())));
    const request = dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${reveal(call.token)}`,
        // A stored answer may be one to another token.
        "cache-control": "no-store",
        "user-agent": "pulumi-apikeys",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      // Each call has a connection of its own: on a connection that was kept open, a request can be lost without a trace.
      reset: true,
      signal,
    });
    // Undici heeds the signal only once it writes; a proxy that never opens the tunnel would hold the call for ever.
    const response = await Promise.race([request, aborted(signal)]);
    return { statusCode: response.statusCode, headers: response.headers, text: await response.body.text(), deadline };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { reason, remedy } = failureOf(error as Error, url);
    const proxy = proxyVariable(url);
    const failure = `${call.doing}: ${reason} (${url.host}${proxy ? `, by way of ${proxy}` : ""})`;
    if (!transmission.hasBegun) throw new RequestNotSent(failure, remedy);
    if ((error as Error).name !== "AnswerTooLarge") throw new OutcomeUnknown(failure);
    const { title, urlVariable } = call.vendor;
    // At a right URL only a list can be this large, where the vendor keeps revoked keys in it.
    const tooLong =
      call.method === "GET" ? `. If the URL is right, the list is too long: clear away revoked keys at ${title}` : "";
    const check = `Check the API's URL (${urlVariable})${tooLong}`;
    throw new OutcomeUnknown(`${failure}. ${check}`, undefined, { saysRemedy: true });
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  await once(signal, "abort");
  throw signal.reason;
}

function hint(call: Call<unknown>, { statusCode: status, headers, deadline }: Response): string {
  if (isRedirect(status))
    return `, a redirect, which is never followed: correct the API's URL (${call.vendor.urlVariable})`;
  const isRepeated = status === 429 || call.repetition === "freely";
  const wait = isRepeated ? retryAfterMs(headers["retry-after"]) : undefined;
  if (wait === undefined || wait < (status === 429 ? limits.gateMs : deadline - performance.now())) return "";
  return `, which asks to wait ${Math.ceil(wait / 1000)} s, longer than a call may take: run again later`;
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** The vendor's own name for the request, for its support. */
function trace(call: Call<unknown>, headers: Response["headers"]): string {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) && !echoes(call, id) ? `, request ${id}` : "";
}

/** Whether a text holds the token or a text that was sent, which may be a secret. Texts under four characters may stand in any word. */
function echoes({ token, body = {} }: Call<unknown>, text: string): boolean {
  const texts: unknown[] = Object.values(body);
  const sent = texts.flatMap((value) => (typeof value === "string" ? unmark(value).words.trim() : []));
  sent.push(reveal(token));
  const words = text.toLowerCase();
  return sent.some((part) => part.length >= 4 && words.includes(part.toLowerCase()));
}

function readDate(header: string | string[] | undefined): Instant | undefined {
  const time = typeof header === "string" ? Date.parse(header) : Number.NaN;
  return Number.isNaN(time) ? undefined : instant(time);
}
