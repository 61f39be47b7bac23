/**
 * Checks the requests that can change something at a vendor: may the resource send that request? What the vendor then does is not looked
 * at.
 *
 * The provider process puts the resource and the run into the query of such a request (see test/stack/attributed-requests.cjs). A request
 * without a run was sent by a person, by hand.
 */
import type { Key } from "../../emulator/index";
import type { Call } from "../../emulator/ledger";
import type { SimulatedStack } from "../stack/simulated-stack";
import { isOurs, type Ledger } from "./ours";

/** The requests of the provider that can change something. */
function sentByUs(ledger: Ledger): Call[] {
  return ledger.calls().filter(({ query }) => query.run !== undefined);
}

function isMint({ route }: Call): boolean {
  return /^POST .*\/api-keys\/?$/.test(route ?? "");
}

/** Whether the call made a key. Kosli's own rotation makes one, too, but the provider never asks for it. */
function makesKey(call: Call): boolean {
  return call.committed && (isMint(call) || /^POST .*\/api-keys\/:id\/rotate$/.test(call.route ?? ""));
}

/** How often a call is sent in all, if a 429 refuses it each time. */
const mostSends = 9;

/** The mints of a resource and run that has more mints than allowed. A mint is sent again only after a 429, and only some times. */
export function repeatedMints(ledger: Ledger): Call[][] {
  const byCall = Map.groupBy(sentByUs(ledger).filter(isMint), ({ query }) => `${query.run} ${query.resource}`);
  return [...byCall.values()].filter(
    (calls) => calls.length > mostSends || calls.filter(({ status }) => status !== 429).length > 1,
  );
}

/** DELETE requests without the id of one key. */
export function collectionDeletes(ledger: Ledger): Call[] {
  return sentByUs(ledger).filter((call) => call.method === "DELETE" && idIn(call) === undefined);
}

/**
 * Requests that their resource may not send. A resource may mint, and revoke a single key that it minted or that its program adopted. A
 * person's own key is never ours.
 */
export function foreignRequests(ledger: Ledger, stacks: readonly SimulatedStack[]): Call[] {
  const minters = mintersIn(ledger);
  const isAdopted = (resource: string, id: string) => stacks.some(({ adopted }) => adopted.get(resource)?.has(id));
  return sentByUs(ledger).filter((call) => {
    if (isMint(call)) return false;
    // `collectionDeletes` finds a DELETE without an id, which breaks another promise.
    if (call.method === "DELETE" && idIn(call) === undefined) return false;
    const key = ledger.keys.find(({ vendor, id }) => vendor === call.vendor && id === idIn(call));
    const { resource } = call.query;
    if (key === undefined || key.isPersonal || !resource) return true;
    return minters.get(key) !== resource && !isAdopted(resource, key.id);
  });
}

/** The id of the key that a call revokes or whose row it deletes. Nothing if the call's route is not for one key. */
function idIn({ route, path }: Call): string | undefined {
  const isOfOneKey = /^(DELETE .*\/api-keys\/:id|PUT .*\/api-keys\/:id\/revoke)$/.test(route ?? "");
  const segment = isOfOneKey ? /\/api-keys\/([^/]+)(\/revoke)?$/.exec(path)?.[1] : undefined;
  return segment === undefined ? undefined : decodeURIComponent(segment);
}

/**
 * For which resource each key was minted. The emulator makes a key and writes down its call before it handles another call, so keys and
 * calls have the same order.
 */
function mintersIn(ledger: Ledger): Map<Key, string | undefined> {
  const calls = ledger.calls().filter(makesKey);
  // Keys that a person made by hand are left out.
  const keys = ledger.mints.filter((key) => isOurs(key) && calls.some(({ who }) => who === key.mintedBy));
  if (keys.length !== calls.length) throw new Error(`${calls.length} mints for ${keys.length} keys`);
  return new Map(keys.map((key, index) => [key, calls[index]?.query.resource]));
}
