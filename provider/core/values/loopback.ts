/** Which hosts are this machine itself: the only ones that plain http may reach, and that no proxy may see. */
export function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}
