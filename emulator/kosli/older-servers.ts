/**
 * The answers of older servers, which do not know the call for a single key. They do not know who asks either: they answer an unknown
 * path before they look anybody up.
 */
import { json, type Reply } from "../reply";
import type { Route } from "../router";

const html = { "content-type": "text/html; charset=utf-8" };

/** A 404 in JSON, in other words than the 404 for a key that does not exist. */
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
