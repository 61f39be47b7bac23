/**
 * Puts the emulator together: one loopback server per vendor, one for control, and the object that tests work with. It knows the
 * vendors only as a list.
 */
import { authenticateRoute } from "./authenticate-route";
import { CallerRegister } from "./callers";
import { Clock, type Instant } from "./clock";
import { controlHandler } from "./control";
import { exchange, type Host } from "./exchange";
import { type Fault, lastingRefusal } from "./faults";
import { type Key, KeyRegister } from "./keys";
import { Ledger } from "./ledger";
import { Listener } from "./listener";
import { RateLimit } from "./rate-limit";
import { Scripts } from "./scripts";
import { SecretSource, type SecretSourceOptions } from "./secret-source";
import { applySwitches, type Choices, defaultSwitches } from "./switches";
import { createTokens, type Tokens } from "./tokens";
import type { Details, Place, Vendor, World } from "./vendor";
import { forEachVendor, type Switches, type VendorName, vendorNames, vendors } from "./vendors";

export type SwitchChanges = { [V in VendorName]?: Partial<Switches[V]> };

export interface EmulatorOptions extends SecretSourceOptions {
  /** An address of the loopback; 127.0.0.1, if absent. Only Linux has others than that. */
  host?: `127.${number}.${number}.${number}`;
  /** Given by the system, if absent. */
  ports?: Partial<Record<VendorName | "control", number>>;
  switches?: SwitchChanges;
  /** Where the clock starts, also after a reset; real time, if absent. */
  now?: Instant;
}

export interface Emulator {
  /** The base URLs that a client is configured with. */
  readonly urls: Readonly<Record<VendorName, string>>;
  readonly controlUrl: string;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly ledger: Ledger;
  /** Assign to change one; reset brings back those given at the start. */
  readonly switches: Switches;
  /** The variables that make a client use this emulator. */
  environment(): Record<string, string>;
  /** Finds or makes a place for keys; whatever is not given is the default. */
  place(vendor: VendorName, wanted?: Partial<Place>): Place;
  /**
   * Scripts a route (`METHOD /path/:parameter`, or `*`): each call takes the next answer, the last repeats. If an earlier script has
   * the vendor refuse connections, it accepts them again.
   */
  script(vendor: VendorName, route: string, answers: Fault | readonly Fault[]): void;
  /** What happens at the vendor without our client: no HTTP, no call in the ledger. */
  readonly strangers: {
    /** `by` is whose key it is: `stranger`, if absent. Tests count a key of any other name as ours. */
    mint(vendor: VendorName, details?: Partial<Place> & Details & { readonly by?: string }): Key;
    revoke(key: Key): void;
  };
  /** Connections to the vendor are refused, until `accept`. */
  refuse(vendor: VendorName): Promise<void>;
  accept(vendor: VendorName): Promise<void>;
  /** The initial state again, with the same tokens and ports. Catastrophes stay until they are acknowledged. */
  reset(): Promise<void>;
  /** Ends every connection at once. Fails if there was a catastrophe that nobody acknowledged. */
  close(): Promise<void>;
}

export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host, ports = {} } = options;
  const clock = new Clock();
  startClock();
  const source = new SecretSource(options);
  const keys = new KeyRegister(clock);
  const callers = new CallerRegister(clock, keys);
  const ledger = new Ledger(keys, source);
  const scripts = new Scripts();
  const switches = forEachVendor((vendor) => defaultSwitches<Choices>(vendors[vendor].choices)) as Switches;
  setSwitches(options.switches ?? {});

  const hosts = forEachVendor((name): Host => {
    const vendor: Vendor = vendors[name];
    const world: World<Switches[VendorName]> = {
      vendor: name,
      clock,
      keys,
      callers,
      source,
      switches: switches[name],
    };
    const service = vendor.start(world);
    const routes = [...service.routes, authenticateRoute(name, keys)];
    const suspend: Host["suspend"] = (refusal) =>
      listeners[name].suspend(refusal === lastingRefusal ? undefined : refusal);
    const rateLimit = new RateLimit();
    return { world, service, basePath: vendor.basePath, routes, scripts, ledger, rateLimit, suspend };
  });
  const listeners = forEachVendor(
    (name) =>
      new Listener((request, response) => void exchange(hosts[name], request, response), {
        host,
        port: ports[name],
      }),
  );
  const control = new Listener((request, response) => controlHandler(emulator, request, response), {
    host,
    port: ports.control,
  });
  const all = [...Object.values(listeners), control];
  const opened = await Promise.allSettled(all.map((listener) => listener.accept()));
  const failed = opened.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    // One port is taken: the servers that have opened must not keep the process alive.
    await Promise.all(all.map((listener) => listener.close()));
    throw failed.reason;
  }

  const tokens = createTokens(hosts);
  keys.save();
  callers.save();
  const urls = forEachVendor((name) => listeners[name].origin + vendors[name].basePath);

  const emulator: Emulator = {
    urls,
    controlUrl: control.origin,
    tokens,
    clock,
    ledger,
    switches,
    environment() {
      const parts = vendorNames.map((name) =>
        vendors[name].environment(urls[name], tokens[name], hosts[name].service.place()),
      );
      return Object.assign({}, ...parts, { EMULATOR_CONTROL_URL: control.origin });
    },
    place: (vendor, wanted) => hosts[vendor].service.place(wanted),
    script(vendor, route, answers) {
      scripts.set(vendor, hosts[vendor].routes, route, answers);
      listeners[vendor].resume();
    },
    strangers: {
      mint(vendor, { account, scope, by = "stranger", ...details } = {}) {
        const place = { ...(account !== undefined && { account }), ...(scope !== undefined && { scope }) };
        const { service } = hosts[vendor];
        return service.mint(service.place(place), details, by);
      },
      revoke: (key) => keys.revoke(key, "stranger"),
    },
    refuse: (vendor) => listeners[vendor].refuse(),
    accept: (vendor) => listeners[vendor].accept(),
    async reset() {
      for (const listener of Object.values(listeners)) listener.cutPending();
      await Promise.all(all.map((listener) => listener.accept()));
      startClock();
      scripts.clear();
      ledger.clear();
      keys.restore();
      callers.restore();
      for (const { service, rateLimit } of Object.values(hosts)) {
        service.reset();
        rateLimit.clear();
      }
      setSwitches(forEachVendor((name) => defaultSwitches<Choices>(vendors[name].choices)) as Switches);
      setSwitches(options.switches ?? {});
    },
    async close() {
      await Promise.all(all.map((listener) => listener.close()));
      const { catastrophes } = ledger;
      if (catastrophes.length > 0) throw new Error(`a call that must never be made: ${catastrophes.join("; ")}`);
    },
  };
  return emulator;

  function startClock(): void {
    clock.reset();
    if (options.now !== undefined) clock.set(options.now);
  }

  function setSwitches(changes: SwitchChanges): void {
    for (const name of vendorNames) {
      applySwitches<Choices>(switches[name], vendors[name].choices, changes[name] ?? {});
    }
  }
}
