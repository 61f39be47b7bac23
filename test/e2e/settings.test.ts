/** Settings that count only when a key is read or revoked: they are written down, and nobody who uses the key sees a change. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { Consumer } from "./harness/consumer";
import { namedAccount } from "./harness/environment";
import { keyCases, keyId } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("a setting that reading and revoking need", () => {
  const stack = sharedStack();
  const consumersSame = Object.fromEntries(vendorNames.map((vendor) => [`user of ${vendor}`, ["same"]]));

  const program =
    (args: object, ofNekuda: object = {}) =>
    async () => {
      for (const vendor of vendorNames) {
        const own = vendor === "nekuda" ? ofNekuda : {};
        new Consumer(`user of ${vendor}`, keyCases[vendor].declare(vendor, stack, { ...args, ...own }).value);
      }
    };

  test("is written in place when the account is renamed: the vendor is at most asked whose it is", async () => {
    await stack.up(program({}));
    const ids = forEachVendor((vendor) => keyId(stack, vendor));
    const values = await stack.values();
    stack.environment = { ...stack.environment, ...namedAccount("eu", stack.emulator.environment()) };
    const run = await stack.up(program({ account: "eu" }));
    expect(run.steps).toEqual({ ...forEachVendor(() => ["update"]), ...consumersSame });
    expect(run.changing()).toEqual([]);
    expect(run.sent("kosli")).toEqual([]);
    expect(forEachVendor((vendor) => keyId(stack, vendor))).toEqual(ids);
    expect(await stack.values()).toEqual(values);
  });

  test("is written once: the next up changes nothing and sends nothing", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual({ ...forEachVendor(() => ["same"]), ...consumersSame });
    expect(run.sent()).toEqual([]);
  });

  test("is written in place when onDelete changes, with no request at all", async () => {
    const run = await stack.up(program({ account: "eu" }, { onDelete: "delete" }));
    expect(run.steps).toEqual({ devin: ["same"], kosli: ["same"], nekuda: ["update"], ...consumersSame });
    expect(run.sent()).toEqual([]);
  });

  test("counts in a later refresh and destroy: the account's new name, and the row deleted", async () => {
    stack.environment = namedAccount("eu", stack.emulator.environment());
    const refreshed = await stack.refresh();
    expect(refreshed.steps).toMatchObject(forEachVendor(() => ["same"]));
    const run = await stack.destroy();
    expect(run.sent("nekuda")).toEqual([
      "GET /api/v2/api-keys/:id",
      "PUT /api/v2/api-keys/:id/revoke",
      "DELETE /api/v2/api-keys/:id",
    ]);
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.ledger.mints.map(({ vendor, deletedAt }) => [vendor, deletedAt !== null])).toEqual(
      expect.arrayContaining([
        ["devin", false],
        ["kosli", false],
        ["nekuda", true],
      ]),
    );
  });
});

describe("an account's new name without its credentials", () => {
  const stack = sharedStack();
  const program = (args: object) => async () => {
    for (const vendor of vendorNames) keyCases[vendor].declare(vendor, stack, args);
  };

  test("previews all the same: pull requests have no secrets", async () => {
    await stack.up(program({}));
    const { DEVIN_API_URL = "", KOSLI_API_URL = "", KOSLI_ORG = "", NEKUDA_BASE_URL = "" } = stack.environment;
    stack.environment = namedAccount("eu", { DEVIN_API_URL, KOSLI_API_URL, KOSLI_ORG, NEKUDA_BASE_URL });
    const run = await stack.preview(program({ account: "eu" }));
    expect(run.steps).toEqual(forEachVendor(() => ["update"]));
    expect(run.sent()).toEqual([]);
  });

  test("fails the up before any request: no later run could revoke the key", async () => {
    const run = await stack.failing("up");
    for (const vendor of vendorNames) expect(run.errors(vendor)).toContain('token for the account "eu": set ');
    expect(run.sent()).toEqual([]);
    expect(forEachVendor((vendor) => stack.state(vendor).outputs.account)).toEqual(forEachVendor(() => undefined));
  });
});

describe("onDelete changed where no credentials are", () => {
  const stack = sharedStack();

  test("is written all the same: nothing is to be asked", async () => {
    await stack.up(program({}));
    const { NEKUDA_BASE_URL = "" } = stack.environment;
    stack.environment = { NEKUDA_BASE_URL };
    const run = await stack.up(program({ onDelete: "delete" }));
    expect(run.steps).toEqual({ nekuda: ["update"] });
    expect(stack.state("nekuda").outputs.onDelete).toBe("delete");
  });

  const program = (args: object) => async () => void keyCases.nekuda.declare("nekuda", stack, args);
});
