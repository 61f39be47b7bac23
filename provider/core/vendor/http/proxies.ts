/**
 * The proxies that the environment names, for every host but this machine.
 *
 * A message must never repeat a proxy's URL: it can hold a password.
 */
import { isLoopback } from "../../values/loopback";

const httpNames = ["http_proxy", "HTTP_PROXY"];
const httpsNames = ["https_proxy", "HTTPS_PROXY"];

/** Undici's options. As for other tools, `host:port` means `http://host:port`, and an empty variable means no proxy. */
export function proxyOptions(): { httpProxy: string; httpsProxy: string } {
  return { httpProxy: proxyNamedBy(httpNames), httpsProxy: proxyNamedBy(httpsNames) };
}

/** The variable of the proxy by which a URL is reached. */
export function proxyVariable(url: URL): string | undefined {
  if (isLoopback(url) || isExcepted(url)) return undefined;
  return variableAmong([...httpsNames, ...httpNames]);
}

/** The proxy variables that hold no URL. Where each holds one, all variables in use: any of them may be wrong. */
export function wrongProxyVariables(): string[] {
  const heeded = [httpsNames, httpNames].flatMap((names) => variableAmong(names) ?? []);
  const wrong = heeded.filter((name) => !URL.canParse(proxyNamedBy([name])));
  return wrong.length > 0 ? wrong : heeded;
}

/** Whether NO_PROXY names a host, by undici's rules: entries of `host` or `host:port`, each with its subdomains, or `*`. */
function isExcepted({ hostname, port, protocol }: URL): boolean {
  const host = withoutEndingDot(hostname.replace(/^\[(.+)\]$/, "$1").toLowerCase());
  const portInUse = port || (protocol === "https:" ? "443" : "80");
  const entries = (process.env.no_proxy ?? process.env.NO_PROXY ?? "").split(/[,\s]/).filter((entry) => entry !== "");
  return entries.some((entry) => {
    const [, name = entry, only] = /^\[(.+)\]:(\d+)$/.exec(entry) ?? /^([^:]+):(\d+)$/.exec(entry) ?? [];
    const bare = withoutEndingDot(
      name
        .replace(/^\[(.+)\]$/, "$1")
        .replace(/^\*?\./, "")
        .toLowerCase(),
    );
    if (only !== undefined && Number(only) !== 0 && Number(only) !== Number(portInUse)) return false;
    return bare === "*" || (!entry.startsWith("*") && host === bare) || host.endsWith(`.${bare}`);
  });
}

function withoutEndingDot(host: string): string {
  return host.replace(/^(.+)\.$/, "$1");
}

function variableAmong(names: readonly string[]): string | undefined {
  return names.find((name) => process.env[name]);
}

/** Whether a variable's proxy URL has a user, and so a password. */
export function hasUser(variable: string): boolean {
  return process.env[variable]?.includes("@") ?? false;
}

function proxyNamedBy(names: readonly string[]): string {
  const text = names.map((name) => process.env[name]).find((value) => value) ?? "";
  return text === "" || text.includes("://") ? text : `http://${text}`;
}
