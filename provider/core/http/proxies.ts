/**
 * The proxies that the environment names, for every host but this machine.
 *
 * Never may a proxy's URL be repeated: it can hold a password.
 */
import { isLoopback } from "./loopback";

const httpNames = ["http_proxy", "HTTP_PROXY"];
const httpsNames = ["https_proxy", "HTTPS_PROXY"];

/** Undici's options: `host:port` is taken as other tools take it, and an empty variable as none. */
export function proxyOptions(): { httpProxy: string; httpsProxy: string } {
  return { httpProxy: proxyNamedBy(httpNames), httpsProxy: proxyNamedBy(httpsNames) };
}

/** The variable of the proxy by which a URL is reached. */
export function proxyVariable(url: URL): string | undefined {
  return isLoopback(url) ? undefined : [...httpsNames, ...httpNames].find((name) => process.env[name]);
}

/** Whether a variable's proxy URL has a user, and so a password. */
export function hasUser(variable: string): boolean {
  return process.env[variable]?.includes("@") ?? false;
}

function proxyNamedBy(names: readonly string[]): string {
  const text = names.map((name) => process.env[name]).find((value) => value) ?? "";
  return text === "" || text.includes("://") ? text : `http://${text}`;
}
