/** Which variables lead to Devin's token and URL. Users of Devin have them already. */
import { expect, test } from "@jest/globals";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { account as devin } from "../../../provider/devin/api";
import { emptyEnvironment } from "../../unit/account/environment.test.support";
import { found } from "../../unit/account/found.test.support";

emptyEnvironment();

test("Devin's enterprise key counts before the other", () => {
  Object.assign(process.env, { DEVIN_ENTERPRISE_API_KEY: "apk_user_enterprise", DEVIN_API_KEY: "apk_user_other" });
  expect(found(devin, undefined, noConfig).token).toBe("apk_user_enterprise");
});
