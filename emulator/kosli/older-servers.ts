/**
 * What servers answer that do not know the call for a single key yet. They do not know who asks either: an unknown path is
 * answered before anybody is looked up.
 */
import { json, type Reply } from "../reply";
import type { Route } from "../router";

const html = { "content-type": "text/html; charset=utf-8" };

/** In JSON, and not in the words in which a key is said to be missing. */
export function unknownPath(): Reply {
  return json(404, { message: "The requested URL was not found on the server" });
}

export function toLogin(path: string): Reply {
  const location = `/login?next=${encodeURIComponent(path)}`;
  const body = "<!doctype html><title>Redirecting...</title><h1>Redirecting...</h1>\n";
  return { status: 302, headers: { ...html, location }, body };
}

export const loginPage: Route = {
  name: "GET /login",
  handle: () => ({ status: 200, headers: html, body: "<!doctype html><title>Log in</title><h1>Log in</h1>\n" }),
};
