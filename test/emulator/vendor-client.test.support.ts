/**
 * How the emulator's tests call it: plain HTTP by undici. They use no client of ours, and not fetch
 * either: fetch repeats a request by itself when the answer is 421. Never shipped.
 */
import { request as rawRequest } from "node:http";
import { request } from "undici";
import type { Emulator, VendorName } from "../../emulator/index";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever the emulator answered.
  body: any;
}

export interface CallOptions {
  body?: unknown;
  /** The body's text, sent as it is. It replaces `body`, which is sent as JSON. */
  text?: string;
  contentType?: string;
  token?: string | null;
  signal?: AbortSignal;
}

export function vendorClient(emulator: Emulator, vendor: VendorName) {
  return async (call: string, options: CallOptions = {}): Promise<Answer> => {
    const { body, text, contentType = "application/json", token = emulator.tokens[vendor], signal } = options;
    const [method = "GET", path = "/"] = call.split(" ");
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await request(emulator.urls[vendor] + path, {
      method,
      headers: { "content-type": contentType, ...(token !== null && { authorization: `Bearer ${token}` }) },
      ...(sent !== undefined && { body: sent }),
      ...(signal && { signal }),
    });
    const answered = await response.body.text();
    const headers = new Headers(response.headers as Record<string, string>);
    return { status: response.statusCode, headers, text: answered, body: parsed(answered) };
  };
}

/** Whether the vendor refuses connections. The call matches no route, so it changes nothing. */
export async function isRefused(call: ReturnType<typeof vendorClient>): Promise<boolean> {
  return await call("GET /nowhere").then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === "ECONNREFUSED",
  );
}

/** A request whose path goes out as written: fetch would resolve its dot segments. */
export function rawStatus(emulator: Emulator, vendor: VendorName, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(emulator.urls[vendor]);
    const headers = { authorization: `Bearer ${emulator.tokens[vendor]}` };
    rawRequest({ hostname, port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once("error", reject)
      .end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
