/** A mint whose answer is lost: what is proved to be its key, what must not be taken for it, and when nothing may be believed of it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import {
  body,
  dateSkew,
  type EmulatorOptions,
  type Fault,
  ok,
  reset,
  retryAfter,
  status,
  stranger,
  type VendorName,
} from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { vendorCases } from "../vendors/vendor-cases";

const emptyPage = body({ json: { items: [], total: 0, has_more: false } }, 200);
const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

async function open(vendor: VendorName, options: EmulatorOptions = {}): Promise<OneStack> {
  world = await OneStack.open(vendor, options);
  return world;
}

function script(request: "mint" | "list" | "revoke" | "self" | "find", ...answers: Fault[]): void {
  const routes: Partial<Record<string, string>> = vendorCases[world.vendor].routes;
  world.emulator.script(world.vendor, routes[request] ?? "", answers);
}

/** An up whose mint is done and its answer lost, while lists tell nothing. */
async function loseAnswer(): Promise<string> {
  script("mint", reset("after-commit"), ok);
  script("list", ...(world.vendor === "devin" ? [] : [ok]), status(501));
  await world.up();
  script("list", ok);
  expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: [] } });
  return world.live.at(-1) ?? "";
}

describe("a lost answer", () => {
  test("is looked for as long after it was given up as lists may lag", async () => {
    await open("nekuda");
    // A call may take 3.6 s, a list lag 1.8 s.
    world.environment = { PULUMI_APIKEYS_TIME_FACTOR: "0.06" };
    // Begun two seconds before, which is longer than lists may lag here; listed 300 ms after it was given up.
    script("mint", retryAfter(429, 2), { ...reset("after-commit"), lag: { ms: 300 } }, ok);
    const { said } = await world.up();
    expect(said).toMatch(/The key had been created; its value was lost with the answer, so it \(\S+\) was revoked/);
    expect(world.live).toEqual([]);
  });

  test("of Kosli is not settled by revoking what bears the marker twice: a person has rotated the key by hand", async () => {
    await open("kosli");
    const lost = await loseAnswer();
    const rotated = await rotateByHand(lost);
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringMatching(/No key was revoked, the state is kept/)]);
    for (const id of [lost, rotated]) expect(errors[0]).toContain(id);
    expect(world.live).toEqual([lost, rotated]);
  });

  test("of Kosli is not settled by revoking the key that a person has put in its place later", async () => {
    await open("kosli");
    const lost = await loseAnswer();
    world.emulator.clock.advance(60_000);
    const rotated = await rotateByHand(lost, 0);
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringContaining(rotated)]);
    expect(world.live).toEqual([rotated]);
  });

  test("is told by the lists, though the description was cut off within the marker", async () => {
    await open("kosli");
    await world.meddle({ request: (sent) => ({ ...sent, description: String(sent.description).slice(0, 20) }) });
    script("mint", reset("after-commit"), ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "none")]);
    expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: world.live } });
  });

  test("is not settled by one answer that says that the key is gone", async () => {
    await open("nekuda");
    script("mint", reset("after-commit"), ok);
    script("revoke", status(501));
    script("find", status(404));
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "none")]);
    expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: world.live } });
  });

  test("names what keeps it open, also when it was created a few seconds later", async () => {
    await open("devin");
    script("mint", reset("before-commit"), ok);
    script("list", ok, status(501));
    await world.up();
    script("list", ok);
    world.emulator.clock.advance(8_000);
    const { id } = world.emulator.strangers.mint("devin");
    world.emulator.clock.advance(-8_000);
    expect((await world.destroy()).errors).toEqual([expect.stringContaining(id)]);
  });

  test.each(["devin", "kosli"] as const)(
    "of %s is looked for while lists may lag, and one line says so",
    async (vendor) => {
      await open(vendor);
      script("mint", reset("before-commit"), ok);
      const { said } = await world.up();
      expect(said.match(/ci: looking for the key in \w+'s lists, which may lag: up to \d+ s/g)).toHaveLength(1);
    },
  );

  test("is kept as pending with the reason why lists cannot be read", async () => {
    await open("devin");
    script("mint", reset("after-commit"), ok);
    script("list", ok, status(401));
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringMatching(/This run could not settle that mint: listing the keys: HTTP 401/)]);
  });
});

describe("that no key was created is not believed", () => {
  test("when the vendor's dates are 5 s ahead of its keys'", async () => {
    await open("devin");
    for (const request of ["self", "list"] as const) script(request, dateSkew(5_000));
    script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test.each([-3_600_000, -20_000, 60_000])("when every date of the vendor's is %d ms off", async (skewMs) => {
    await open("devin");
    world.skewMs = Math.abs(skewMs);
    for (const request of ["self", "list"] as const) script(request, dateSkew(skewMs));
    script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test.each(["-271821-04-20T00:00:00Z", "+275760-09-13T00:00:00Z"])("when every date is %s", async (date) => {
    await open("devin", selfDenied);
    await world.meddle({ headers: (headers) => ({ ...headers, date }) });
    world.skewMs = Number.MAX_SAFE_INTEGER;
    await expectNamed();
  });

  test("when the lists' date is an hour behind", async () => {
    await open("devin");
    script("list", dateSkew(-3_600_000));
    script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test("when the vendor tells no date and its clock is not ours", async () => {
    await open("devin");
    vendorIsAhead(600_000);
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test.each(["kosli", "devin"] as const)(
    "when the lists of %s failed at first and its clock is not ours",
    async (vendor) => {
      await open(vendor);
      vendorIsAhead(600_000);
      // Only the first key of a run is minted beside a date: Devin's where keys answer, and no list needs to be read.
      world.emulator.switches.devin.selfAnswersServiceKeys = 200;
      script("mint", ok, reset("after-commit"), ok);
      script("list", ok, status(501));
      await world.up(world.program({}, ["first", "second"]));
      script("list", ok);
      const { errors } = await world.destroy();
      expect(world.live).toHaveLength(1);
      expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    },
  );

  test("when one list lacks the keys that were named", async () => {
    await open("devin", selfDenied);
    script("mint", stranger("after-commit"), ok);
    await world.up();
    expect(world.record().outputs.pending).toMatchObject({ candidates: expect.arrayContaining(world.live) });
    // The account is proved by the first list, the second shows both keys, the third none.
    script("list", ok, ok, emptyPage, ok);
    expect((await world.destroy()).errors).toHaveLength(1);
    expect(world.live).toHaveLength(2);
  });

  test("when the lists that showed the key are followed by some with another date", async () => {
    await open("kosli");
    script("mint", reset("after-commit"), ok);
    script("list", ok, ok, dateSkew(3_600_000));
    world.skewMs = 3_600_000;
    const unmarked = world.program({ marker: false });
    await world.up(unmarked);
    script("list", ok);
    const { errors } = await world.up(unmarked);
    expect(world.live).toHaveLength(1);
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
  });

  function vendorIsAhead(byMs: number): void {
    world.emulator.clock.advance(byMs);
    world.skewMs = byMs;
  }

  async function expectNamed(): Promise<void> {
    const { errors } = await world.up();
    expect(world.live).toHaveLength(1);
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    expect(world.record().outputs.pending).toMatchObject({ candidates: world.live });
  }
});

/** As a person does it at Kosli: the description is copied. */
async function rotateByHand(id: string, graceHours = 24): Promise<string> {
  const { urls, tokens } = world.emulator;
  const response = await fetch(`${urls.kosli}/service-accounts/acme/ci/api-keys/${id}/rotate`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.kosli}`, "content-type": "application/json" },
    body: JSON.stringify({ grace_period_hours: graceHours }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
