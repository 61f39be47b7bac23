/**
 * Reads Devin's list page by page while others mint and revoke, and while pages are lost, repeated or endless. Either the list comes back
 * with every key that was there all the time, or the reading fails. A list that lacks such a key must never come back.
 */
import "../../unit/short-waits.test.support";
import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createEmulator, type Emulator, listing, ok } from "../../../emulator/index";
import { limits } from "../../../provider/core/values/limits";
import { OutcomeUnknown } from "../../../provider/core/vendor/call-failures";
import { readWholeList } from "../../../provider/core/vendor/key-lists";
import { account, DevinApi } from "../../../provider/devin/api";
import { definition } from "../../../provider/devin/definition";
import { accountAt } from "../../unit/accounts.test.support";
import { Servers } from "../../unit/http/servers.test.support";

const listRoute = "GET /v2/enterprise/api-keys";

describe("against the emulator", () => {
  let emulator: Emulator;
  let api: DevinApi;
  beforeAll(async () => {
    emulator = await createEmulator();
    api = new DevinApi(accountAt(account, emulator.urls.devin, emulator.tokens.devin));
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator.close());

  function mint(count: number): string[] {
    return Array.from({ length: count }, () => emulator.strangers.mint("devin").id);
  }
  async function listedIds(orgId?: string): Promise<string[]> {
    return (await api.listApiKeys(orgId)).value.map(({ id }) => id);
  }

  test.each([0, 1, 98, 99, 100, 198, 199, 200, 250])(
    "%d service keys are listed, each once, beside the admin's own",
    async (count) => {
      const minted = mint(count);
      const listed = await listedIds();
      expect(listed).toHaveLength(count + 1);
      expect(new Set(listed)).toEqual(
        new Set([
          ...minted,
          ...emulator.ledger.keys.filter((key) => key.vendor === "devin" && key.isPersonal).map((key) => key.id),
        ]),
      );
    },
  );

  test("an organization's list is asked for by its `org_id`", async () => {
    const { scope } = emulator.place("devin", { scope: "org-other" });
    mint(3);
    const { id } = emulator.strangers.mint("devin", { scope });
    expect(await listedIds(scope)).toEqual([id]);
    expect(emulator.ledger.calls({ route: listRoute }).map(({ query }) => query.org_id)).toEqual([scope]);
  });

  test.each(["page-lost", "page-repeated"] as const)(
    "a list whose second page is always %s is no list",
    async (fault) => {
      mint(150);
      emulator.script("devin", listRoute, Array.from({ length: 10 }, () => [ok, listing(fault)]).flat());
      await expect(api.listApiKeys()).rejects.toBeInstanceOf(OutcomeUnknown);
      expect(emulator.ledger.calls({ route: listRoute }).length).toBeLessThan(20);
    },
  );

  test.each(["page-lost", "page-repeated", "endless"] as const)(
    "a list with %s once is read again, and is whole",
    async (fault) => {
      mint(150);
      emulator.script("devin", listRoute, [ok, listing(fault), ok]);
      expect(await listedIds()).toHaveLength(151);
    },
  );

  test("a list that always promises one more page is given up", async () => {
    mint(10);
    emulator.script("devin", listRoute, listing("endless"));
    await expect(api.listApiKeys()).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(emulator.ledger.calls({ route: listRoute }).length).toBeLessThan(1000);
  });

  test("a list whose only page is lost is not taken for an empty list", async () => {
    mint(3);
    emulator.script("devin", listRoute, listing("page-lost"));
    await expect(api.listApiKeys()).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  test("a stranger's key between two pages costs a reading, not a key", async () => {
    const minted = mint(150);
    emulator.script("devin", listRoute, [{ commits: true, stranger: "after-commit" }, ok]);
    const listed = await listedIds();
    expect(listed).toEqual(expect.arrayContaining(minted));
    expect(new Set(listed).size).toBe(listed.length);
  });
});

type Event = { is: "mint" } | { is: "revoke"; at: number } | { is: "lose" } | { is: "repeat" } | { is: "more" };

/** A list that changes while it is read: before each page, the next event of the script happens. */
class MovingList {
  readonly ever: string[] = [];
  readonly #newestFirst: boolean;
  readonly #events: Event[];
  live: string[] = [];

  constructor(count: number, newestFirst: boolean, events: readonly Event[]) {
    this.#newestFirst = newestFirst;
    this.#events = [...events];
    for (let index = 0; index < count; index++) this.#mint();
  }

  page(number: number): object {
    const event = this.#events.shift();
    if (event?.is === "mint") this.#mint();
    if (event?.is === "revoke") this.live.splice(event.at % Math.max(1, this.live.length), 1);
    const shown = event?.is === "repeat" ? Math.max(1, number - 1) : number;
    const items = event?.is === "lose" ? [] : this.live.slice((shown - 1) * 100, shown * 100);
    return {
      items: items.map((id) => ({ id, org_id: "org", is_service_key: true, created_at: "2026-01-31T12:00:00Z" })),
      total: this.live.length,
      has_more: event?.is === "more" || number * 100 < this.live.length,
    };
  }

  #mint(): void {
    const id = `apk-${this.ever.length.toString(16).padStart(32, "0")}`;
    this.ever.push(id);
    if (this.#newestFirst) this.live.unshift(id);
    else this.live.push(id);
  }
}

describe("while the list moves", () => {
  const servers = new Servers();
  afterEach(() => servers.close());
  let list = new MovingList(0, true, []);

  function serve() {
    return servers.start(
      createServer((request, response) => {
        const { searchParams } = new URL(request.url ?? "", "http://localhost");
        response.end(JSON.stringify(list.page(Number(searchParams.get("page")))));
      }),
    );
  }

  /** The ids of a list that was read with such care that a run may believe an absence from it. */
  async function wholeList({ port }: { port: number }): Promise<string[]> {
    const asked = accountAt(account, `http://127.0.0.1:${port}`, "apk_user_x");
    const asker = { account: asked, api: definition.connect(asked, { orgId: "org" }, {}) };
    return (await readWholeList(asker, performance.now())).keys.map(({ keyId }) => keyId);
  }

  const event: fc.Arbitrary<Event | undefined> = fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 4, arbitrary: fc.nat(250).map((at) => ({ is: "revoke" as const, at })) },
    { weight: 3, arbitrary: fc.constant({ is: "mint" as const }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom({ is: "lose" as const }, { is: "repeat" as const }, { is: "more" as const }),
    },
  );
  const script = fc.array(event, { maxLength: 9 }) as fc.Arbitrary<Event[]>;

  test("no key that was there all the while is missing from what is called the list", async () => {
    const served = await serve();
    let whole = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(5, 99, 100, 101, 120, 199, 201, 250),
        fc.boolean(),
        script,
        async (count, newestFirst, events) => {
          list = new MovingList(count, newestFirst, events);
          const before = new Set(list.live);
          let listed: string[];
          try {
            listed = await wholeList(served);
          } catch (error) {
            if (error instanceof OutcomeUnknown) return;
            throw error;
          }
          whole += 1;
          const all = new Set(listed);
          expect(listed.length).toBe(all.size);
          for (const id of list.live) if (before.has(id) && !all.has(id)) throw new Error("a live key is missing");
          for (const id of all) if (!list.ever.includes(id)) throw new Error("a key that never was");
        },
      ),
      { numRuns: 250 },
    );
    expect(whole).toBeGreaterThan(50);
  });

  test.each([
    ["", 0, "do not add up", 1000],
    [", and slowly, in the time of a few of its pages", 200, "have no end in time", limits.listPages],
  ])(
    "a list that goes on for ever, with new keys on each page%s, is given up",
    async (_name, pauseMs, words, most) => {
      let pages = 0;
      const row = { org_id: "org", is_service_key: true, created_at: "2026-01-31T12:00:00Z" };
      const served = await servers.start(
        createServer((_request, response) => {
          pages += 1;
          const items = [{ ...row, id: `apk-${pages.toString(16).padStart(32, "0")}` }];
          const page = JSON.stringify({ items, total: pages, has_more: pages < 2000 });
          setTimeout(() => response.end(page), pauseMs);
        }),
      );
      const api = new DevinApi(accountAt(account, `http://127.0.0.1:${served.port}`, "apk_user_x"));
      await expect(api.listApiKeys()).rejects.toThrow(words);
      expect(pages).toBeLessThan(most);
    },
    60_000,
  );

  test("a list that differs at each reading is given up after four readings", async () => {
    const served = await serve();
    const aKeyBeforeEachReading = [{ is: "mint" }, undefined] as Event[];
    list = new MovingList(150, false, Array.from({ length: 10 }, () => aKeyBeforeEachReading).flat());
    await expect(wholeList(served)).rejects.toThrow("they change faster than their pages can be read");
    expect(list.ever).toHaveLength(150 + 4);
  });

  test("a list that stands still for the last two of four readings is believed", async () => {
    const served = await serve();
    const thrice = Array.from({ length: 3 }, () => [{ is: "mint" }, undefined] as Event[]);
    list = new MovingList(150, false, thrice.flat());
    expect(await wholeList(served)).toHaveLength(153);
  });

  test.each([
    ["a key revoked between two pages", [undefined, { is: "revoke", at: 4 }]],
    [
      "a key revoked and another minted between two pages",
      [undefined, { is: "revoke", at: 4 }, undefined, { is: "mint" }],
    ],
  ])("%s hides no other", async (_name, events) => {
    const served = await serve();
    list = new MovingList(150, false, events as Event[]);
    const listed = await wholeList(served);
    expect(listed).toEqual(expect.arrayContaining(list.live.filter((id) => list.ever.indexOf(id) < 150)));
  });
});
