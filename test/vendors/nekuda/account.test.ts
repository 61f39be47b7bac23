/** Which variables lead to nekuda's token and URL. Users of nekuda have them already. */
import { expect, test } from "@jest/globals";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { account as nekuda } from "../../../provider/nekuda/api";
import { emptyEnvironment } from "../../unit/account/environment.test.support";
import { found } from "../../unit/account/found.test.support";

emptyEnvironment();

test("nekuda's are its token and its base URL", () => {
  Object.assign(process.env, { NEKUDA_TOKEN: "a.b.c", NEKUDA_BASE_URL: "https://staging-api.nekuda.ai/" });
  expect(found(nekuda, undefined, noConfig)).toMatchObject({ url: "https://staging-api.nekuda.ai", token: "a.b.c" });
});
