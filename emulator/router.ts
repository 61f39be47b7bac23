/**
 * Finds the route of a request the way a real server does: percent-escapes and dot segments are resolved first. An id such as `..` must
 * be able to turn a path into the collection's here, since it can at the vendor.
 */
import { posix } from "node:path";
import type { Asked } from "./asked";
import type { Reply } from "./reply";

export interface Route {
  /** `METHOD /path/:parameter`, relative to the base URL: the name by which a script chooses its route. */
  name: string;
  handle(asked: Asked): Reply;
  /** What goes wrong if a client ever calls this. The mere arrival of such a call is recorded. */
  catastrophe?: string;
  /** Whether this call, by its path as sent, is no catastrophe after all. */
  isMeant?(path: string): boolean;
  /** True of the emulator's own routes, which no vendor's rate limit counts. */
  isUnlimited?: boolean;
}

/** What a path with a slash too many or too few gets. */
export type SlashPolicy = "ignored" | "redirected" | "strict";

export type Match =
  | { route: Route; params: Record<string, string> }
  | { redirect: string }
  | { status: 404 }
  | { status: 405 };

export function normalPath(raw: string): string {
  let decoded = raw;
  try {
    decoded = decodeURIComponent(raw);
  } catch {
    // A broken escape stays as it was sent; no route will match it.
  }
  return posix.normalize(`/${decoded}`);
}

export function matchRoute(routes: readonly Route[], method: string, path: string, slash: SlashPolicy): Match {
  const exact = (candidate: string): Match | undefined => {
    const found = routes.flatMap((route) => {
      const params = matchPath(route.name.slice(route.name.indexOf(" ") + 1), candidate, slash === "ignored");
      return params === undefined ? [] : [{ route, params }];
    });
    if (found.length === 0) return undefined;
    return found.find(({ route }) => route.name.startsWith(`${method} `)) ?? { status: 405 };
  };
  const match = exact(path);
  if (match !== undefined) return match;
  const toggled = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
  return slash === "redirected" && exact(toggled) !== undefined ? { redirect: toggled } : { status: 404 };
}

function matchPath(pattern: string, path: string, isSlashIgnored: boolean): Record<string, string> | undefined {
  const segments = (text: string) => (isSlashIgnored ? text.replace(/\/$/, "") : text).split("/");
  const wanted = segments(pattern);
  const given = segments(path);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const have = given[index] ?? "";
    if (want.startsWith(":") && have !== "") params[want.slice(1)] = have;
    else if (want !== have) return undefined;
  }
  return params;
}
