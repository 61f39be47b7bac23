/** Keys that a daily `pulumi up` rotates. The overlap outlasts one missed run, so that nobody who is a day late loses access. */
import { devin, kosli } from "pulumi-apikeys";

const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT || "ci",
  description: "Reports deployments from CI",
  expiresIn: "90d",
  rotation: { every: "30d", overlap: "48h" },
});

const agent = new devin.ServiceApiKey("agent", {
  orgId: process.env.DEVIN_ORG_ID ?? "",
  rotation: { every: "30d", overlap: "48h" },
});

// Hand the keys on here, as to a `github.ActionsSecret`: what uses an output gets the new value in the up that rotates.
export const kosliKey = reporter.apiKey;
export const devinKey = agent.apiKey;
// The output is missing while there is no previous key. Without a text in its place, each run would warn of it.
export const previousKosliKeyValidUntil = reporter.previousValidUntil.apply((instant) => instant ?? "no previous key");
