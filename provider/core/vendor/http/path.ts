/**
 * The only way from values to a URL path: a template tag that refuses what would change the path's meaning.
 *
 * A segment must never be empty, `.` or `..`, nor hold a separator. The URL must never have another path than the one that was
 * written: a DELETE sent to a collection revokes every key in it.
 */
import { Defect } from "../../values/defect";

/**
 * A text that every server reads as one segment of a path: what RFC 3986 calls unreserved, `:`, `@`, `+` and `=`, with no dot in front.
 * A `;` is left out: some servers ignore what follows it in a segment.
 */
export const plainSegment = /^[A-Za-z0-9_-][A-Za-z0-9._~:@+=-]{0,127}$/;

/** `path\`/v2/enterprise/api-keys/${keyId}\``: each value becomes one segment, or nothing is built at all. */
export function path(texts: TemplateStringsArray, ...values: string[]): string {
  for (const value of values) {
    if (!plainSegment.test(value)) throw new Defect("a value that is no plain path segment was kept from a URL");
  }
  return String.raw({ raw: texts }, ...values);
}

/** The URL of a path below a base. */
export function urlBelow(base: string, below: string, query: Record<string, string> = {}): URL {
  const url = new URL(base + below);
  const isSpelled = url.href === base + below && url.pathname.endsWith(below) && !url.search && !url.hash;
  if (!isSpelled) throw new Defect("a URL that its parts do not spell was not called");
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
