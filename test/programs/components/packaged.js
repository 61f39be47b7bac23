/** A component from a package, as a platform team would publish it. */
import { TeamKey } from "acme-keys";

export const keyId = new TeamKey("blue", { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT }).keyId;
