/** Makes certificates at run time: the repository holds no private key, and a test needs no `openssl`. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export interface Certificate {
  cert: string;
  key: string;
}

interface Authority {
  readonly name: string;
  readonly key: KeyObject;
}

const hourMs = 3_600_000;

/** A certificate that signs itself. It began an hour ago, and ends an hour from now or at `until`. */
export function selfSigned(host: string, until = Date.now() + hourMs): Certificate {
  return certificateFor(host, { until });
}

/** A certificate that a company's own authority has signed. Nothing on this machine trusts that authority. */
export function companySigned(host: string): Certificate {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return certificateFor(host, { until: Date.now() + hourMs, by: { name: "The Company", key: privateKey } });
}

function certificateFor(host: string, { until, by }: { until: number; by?: Authority }): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const commonName = (text: string) =>
    der(0x30, der(0x31, der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(text)))));
  const validity = der(0x30, time(Math.min(Date.now(), until) - hourMs), time(until));
  const names = der(0x30, oid(0x55, 0x1d, 0x11), der(0x04, der(0x30, der(0x82, Buffer.from(host)))));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([1])), // serial number
    ecdsaWithSha256,
    commonName(by?.name ?? host), // issuer
    validity,
    commonName(host), // subject
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(0x30, names)), // the host, as an alternative name
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, by?.key ?? privateKey));
  return {
    cert: pem("CERTIFICATE", der(0x30, body, ecdsaWithSha256, signature)),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function oid(...bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, "");
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
