/** The keys that the rotator looks after. */
import { kosli } from "pulumi-apikeys";

export async function keys() {
  const reporter = new kosli.ServiceAccountApiKey("reporter", {
    serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT || "ci",
    description: "Reports deployments",
    expiresIn: "90d",
    rotation: { every: "30d", overlap: "48h" },
  });
  // The output is missing while there is no previous key. Without a text in its place, each run would warn of it.
  const previousKosliKeyValidUntil = reporter.previousValidUntil.apply((instant) => instant ?? "no previous key");
  return { kosliKey: reporter.apiKey, previousKosliKeyValidUntil };
}
