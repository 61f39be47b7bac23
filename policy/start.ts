/** The pack's start, which `pulumi … --policy-pack` runs. It serves at once, so nothing else may import it. */
import { policies } from "./index";

const { PolicyPack } = policySdk();

new PolicyPack("pulumi-apikeys", { policies });

/** Only users of the pack need @pulumi/policy, so the package does not bring it. */
function policySdk(): typeof import("@pulumi/policy") {
  try {
    return require("@pulumi/policy");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    process.stderr.write(
      "pulumi-apikeys: its policy pack needs @pulumi/policy: run `npm install --save-dev @pulumi/policy`\n",
    );
    process.exit(1);
  }
}
