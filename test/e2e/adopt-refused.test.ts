/** Keys that must not be taken over: each is refused with a sentence that says why, and nothing is changed. */
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Details, Place, VendorName } from "../../emulator/index";
import { keyCases } from "./harness/keys";
import type { Run } from "./harness/run";
import { sharedStack } from "./harness/stack";

interface Refusal {
  readonly vendor: VendorName;
  readonly what: string;
  readonly why: RegExp;
  readonly adopt: () => { keyId: string; value?: string };
}

describe("a key in adopt", () => {
  const stack = sharedStack();
  const stranger = (vendor: VendorName, details?: Partial<Place> & Details) =>
    stack.emulator.strangers.mint(vendor, { name: "for tests", description: "by hand", ...details });
  const revoked = (vendor: VendorName) => {
    const key = stranger(vendor);
    stack.emulator.strangers.revoke(key);
    return key;
  };
  const secretOf = (key: ReturnType<typeof stranger>) => stack.ledger.valueOf(key);
  const personal = (name: string) =>
    stack.ledger.keys.find(({ isPersonal, mintedBy }) => isPersonal && mintedBy === name)?.id ?? "";
  const notThere = /has no live key of the id in `adopt.keyId` where this resource would mint one/;

  const refusals: Refusal[] = [
    {
      vendor: "devin",
      what: "the one that the run authenticates with",
      why: /it is the key that this run authenticates with/,
      adopt: () => ({ keyId: personal("admin") }),
    },
    {
      vendor: "devin",
      what: "a personal one",
      why: /it is a person's, not a service key/,
      adopt: () => {
        stack.emulator.tokens.issue("devin", { name: "colleague" });
        return { keyId: personal("colleague") };
      },
    },
    {
      vendor: "devin",
      what: "one of another org",
      why: notThere,
      adopt: () => ({ keyId: stranger("devin", { scope: "org-other" }).id }),
    },
    {
      vendor: "devin",
      what: "one of another enterprise",
      why: notThere,
      adopt: () => ({ keyId: stranger("devin", { account: "other" }).id }),
    },
    { vendor: "devin", what: "a revoked one", why: notThere, adopt: () => ({ keyId: revoked("devin").id }) },
    {
      vendor: "devin",
      what: "one with another's value",
      why: /`adopt.value` is not the value of this key: correct `adopt.value` or `adopt.keyId`/,
      adopt: () => ({ keyId: stranger("devin").id, value: secretOf(stranger("devin")) }),
    },
    {
      vendor: "kosli",
      what: "one of another service account",
      why: notThere,
      adopt: () => ({ keyId: stranger("kosli", { scope: "other" }).id }),
    },
    {
      vendor: "kosli",
      what: "one of another organization",
      why: notThere,
      adopt: () => ({ keyId: stranger("kosli", { account: "other", scope: "ci" }).id }),
    },
    { vendor: "kosli", what: "a revoked one", why: notThere, adopt: () => ({ keyId: revoked("kosli").id }) },
    {
      vendor: "kosli",
      what: "an expired one",
      why: /has no live key|it is expired/,
      adopt: () => ({ keyId: stranger("kosli", { expiresAt: Date.now() - 1000 }).id }),
    },
    {
      vendor: "kosli",
      what: "one with the value of no live key",
      why: /`adopt.value` opens no live key at Kosli/,
      adopt: () => ({ keyId: stranger("kosli").id, value: secretOf(revoked("kosli")) }),
    },
    {
      vendor: "nekuda",
      what: "one of another account",
      why: notThere,
      adopt: () => ({ keyId: stranger("nekuda", { account: "other" }).id }),
    },
    {
      vendor: "nekuda",
      what: "a revoked one",
      why: /it is revoked: remove `adopt`/,
      adopt: () => ({ keyId: revoked("nekuda").id }),
    },
    {
      vendor: "nekuda",
      what: "one with another's value",
      why: /`adopt.value` is (not the value of this|the value of another) key/,
      adopt: () => ({ keyId: stranger("nekuda").id, value: secretOf(stranger("nekuda")) }),
    },
  ];
  const nameOf = ({ vendor, what }: Refusal) => `${vendor} ${what}`.replaceAll(/[^a-z.]+/gi, "-");
  let run: Run;
  let live: number;

  beforeAll(async () => {
    const adopts = refusals.map(({ adopt }) => adopt());
    live = stack.ledger.liveKeys().length;
    run = await stack.failing("up", async () => {
      for (const [index, refusal] of refusals.entries())
        keyCases[refusal.vendor].declare(`${index}-${nameOf(refusal)}`, stack, { adopt: adopts[index] });
    });
  });

  test.each(refusals.map((refusal, index) => ({ ...refusal, name: `${index}-${nameOf(refusal)}` })))(
    "is refused by $vendor when it is $what",
    ({ name, why }) => {
      expect(run.errors(name)).toMatch(/the key in `adopt` is not taken over: .*Nothing was changed\./);
      expect(run.errors(name)).toMatch(why);
    },
  );

  test("stays as it was, and nothing is kept in the state", () => {
    expect(run.changing()).toEqual([]);
    expect(stack.ledger.liveKeys()).toHaveLength(live);
    expect(stack.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:"))).toEqual([]);
  });
});

describe("a key in adopt that is the run's own login", () => {
  const stack = sharedStack();

  test("is refused by Kosli when its value is given", async () => {
    const headers = {
      authorization: `Bearer ${stack.emulator.tokens.kosli}`,
      "content-type": "application/json",
    };
    const body = JSON.stringify({ name: "boss", privilege: "admin" });
    const made = await fetch(`${stack.emulator.urls.kosli}/service-accounts/acme`, { method: "POST", headers, body });
    expect(made.status).toBe(201);
    const key = stack.emulator.strangers.mint("kosli", { scope: "boss" });
    const value = stack.ledger.valueOf(key);
    stack.environment = { ...stack.environment, KOSLI_API_TOKEN: value };
    const run = await stack.failing("up", async () => {
      keyCases.kosli.declare("login", stack, { serviceAccount: "boss", adopt: { keyId: key.id, value } });
    });
    expect(run.errors("login")).toContain("it is the key that this run authenticates with");
    expect(run.changing()).toEqual([]);
  });
});
