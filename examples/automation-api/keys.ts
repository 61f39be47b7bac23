/** The keys that the rotator looks after. */
import { kosli } from "pulumi-apikeys";

export async function keys() {
  const reporter = new kosli.ServiceAccountApiKey("reporter", {
    serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT || "ci",
    description: "Reports deployments",
    expiresIn: "90d",
    rotation: { every: "30d", overlap: "48h" },
  });
  // Missing while one key alone is valid, which would be a warning in each run.
  const previousKosliKeyValidUntil = reporter.previousValidUntil.apply((instant) => instant ?? "no previous key");
  return { kosliKey: reporter.apiKey, previousKosliKeyValidUntil };
}
