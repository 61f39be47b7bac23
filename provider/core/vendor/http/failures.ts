/**
 * Words for an exchange that failed, with a remedy where the failure would last.
 *
 * The message of a lower layer must never be repeated: it can quote bytes. Only codes of a known form are told.
 */
import { limits } from "../../values/limits";
import { hasUser, proxyVariable } from "./proxies";

export interface Failure {
  readonly reason: string;
  /** What to do, where running again without a change would not help. */
  readonly remedy?: string;
}

const unknownAuthority = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const outOfTime = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);
const anothersName = "ERR_TLS_CERT_ALTNAME_INVALID";

/** Whether the same request would fail in the same way again. */
export function isLasting(error: Error): boolean {
  const code = codeOf(error) ?? "";
  return unknownAuthority.has(code) || outOfTime.has(code) || code === anothersName;
}

export function failureOf(error: Error, url: URL): Failure {
  if (error.name === "TimeoutError") return { reason: "no answer in time" };
  if (error.name === "AnswerTooLarge")
    return { reason: `the answer is larger than ${limits.answerBytes / 2 ** 20} MiB and was not read` };
  const code = codeOf(error);
  const refusal = /^Proxy response \((\d{3})\) /.exec(error.message)?.[1];
  if (refusal !== undefined) return proxyRefusal(refusal, url);
  return (code && certificateFailure(code, url)) || { reason: code ? `no answer, ${code}` : "no answer" };
}

function proxyRefusal(status: string, url: URL): Failure {
  const variable = proxyVariable(url) ?? "HTTPS_PROXY";
  if (status === "407") {
    return hasUser(variable)
      ? { reason: `the proxy refuses the user and the password in ${variable} (HTTP 407)`, remedy: "correct them" }
      : {
          reason: "the proxy wants a user and a password (HTTP 407)",
          remedy: `write them into ${variable}, as http://user:password@host:port`,
        };
  }
  const reason = `the proxy does not open the way (HTTP ${status})`;
  return status.startsWith("4") ? { reason, remedy: `have the proxy allow ${url.hostname}` } : { reason };
}

function certificateFailure(code: string, { hostname }: URL): Failure | undefined {
  const certificate = `the certificate that ${hostname} shows`;
  if (unknownAuthority.has(code)) {
    return {
      reason: `${certificate} is signed by an authority that this machine does not know, ${code}`,
      remedy:
        "if that authority is your company's, whose proxy opens connections, set NODE_EXTRA_CA_CERTS to the PEM file of the authority's certificate",
    };
  }
  if (outOfTime.has(code)) {
    return {
      reason: `${certificate} is not valid at this time, ${code}`,
      remedy: "set this machine's clock right, or have the certificate renewed by who runs the server",
    };
  }
  if (code !== anothersName) return undefined;
  return {
    reason: `${certificate} is another host's, ${code}`,
    remedy: "correct the API's URL, or the proxy that answers in the host's place",
  };
}

function codeOf(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^[A-Z0-9_]{2,60}$/.test(code) ? code : undefined;
}
