/**
 * What was asked of a vendor: whether each request that can change something is one that its resource may send. Whether the vendor then
 * did it does not matter.
 *
 * The provider process says in the query of such a request for which resource, and in which run, it is sent (see
 * test/stack/attributed-requests.cjs). A request that names no run was sent by a person, by hand.
 */
import type { Key } from "../../emulator/index";
import type { Call } from "../../emulator/ledger";
import type { SimulatedStack } from "../stack/simulated-stack";
import { isOurs, type Ledger } from "./ours";

/** What our client sent to change something. */
function sentByUs(ledger: Ledger): Call[] {
  return ledger.calls().filter(({ query }) => query.run !== undefined);
}

function isMint({ route }: Call): boolean {
  return /^POST .*\/api-keys\/?$/.test(route ?? "");
}

/** Kosli's own rotation makes a key too; our client never asks for it. */
function makesKey(call: Call): boolean {
  return call.committed && (isMint(call) || /^POST .*\/api-keys\/:id\/rotate$/.test(call.route ?? ""));
}

/** How often a call is sent in all where a 429 refuses it each time. */
const mostSends = 9;

/** The mints of a resource in one run that are more than allowed. A mint is sent again only after a 429, and not for ever. */
export function repeatedMints(ledger: Ledger): Call[][] {
  const byCall = Map.groupBy(sentByUs(ledger).filter(isMint), ({ query }) => `${query.run} ${query.resource}`);
  return [...byCall.values()].filter(
    (calls) => calls.length > mostSends || calls.filter(({ status }) => status !== 429).length > 1,
  );
}

/** Deletes without the id of one key. */
export function collectionDeletes(ledger: Ledger): Call[] {
  return sentByUs(ledger).filter((call) => call.method === "DELETE" && idIn(call) === undefined);
}

/**
 * Requests that no resource may send. It may send a read, a mint, and the revoke of a single key that it has minted or that its program
 * has adopted. A person's own key is never ours.
 */
export function foreignRequests(ledger: Ledger, stacks: readonly SimulatedStack[]): Call[] {
  const minters = mintersIn(ledger);
  const isAdopted = (resource: string, id: string) => stacks.some(({ adopted }) => adopted.get(resource)?.has(id));
  return sentByUs(ledger).filter((call) => {
    if (isMint(call)) return false;
    // A DELETE without an id breaks a promise of its own.
    if (call.method === "DELETE" && idIn(call) === undefined) return false;
    const key = ledger.keys.find(({ vendor, id }) => vendor === call.vendor && id === idIn(call));
    const { resource } = call.query;
    if (key === undefined || key.isPersonal || !resource) return true;
    return minters.get(key) !== resource && !isAdopted(resource, key.id);
  });
}

/** The id of the key that a call revokes or whose row it deletes, by the routes that are for one key alone. */
function idIn({ route, path }: Call): string | undefined {
  const isOfOneKey = /^(DELETE .*\/api-keys\/:id|PUT .*\/api-keys\/:id\/revoke)$/.test(route ?? "");
  const segment = isOfOneKey ? /\/api-keys\/([^/]+)(\/revoke)?$/.exec(path)?.[1] : undefined;
  return segment === undefined ? undefined : decodeURIComponent(segment);
}

/**
 * For which resource each key was minted. A key is made, and its call written down, before any other call is handled: keys and calls
 * have the same order.
 */
function mintersIn(ledger: Ledger): Map<Key, string | undefined> {
  const calls = ledger.calls().filter(makesKey);
  // Without those that a person has made by hand.
  const keys = ledger.mints.filter((key) => isOurs(key) && calls.some(({ who }) => who === key.mintedBy));
  if (keys.length !== calls.length) throw new Error(`${calls.length} mints for ${keys.length} keys`);
  return new Map(keys.map((key, index) => [key, calls[index]?.query.resource]));
}
