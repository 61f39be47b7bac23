/** A key is the parent of its consumer and of another key. */
import { kosli } from "pulumi-apikeys";
import { CiVariable } from "./ci-variable.js";

const args = { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT, description: "ci", expiresIn: "90d" };
const key = new kosli.ServiceAccountApiKey("ci", args);
new CiVariable("variable", { name: "KOSLI", value: key.apiKey }, { parent: key });
new kosli.ServiceAccountApiKey("below", { ...args, description: "below" }, { parent: key });
