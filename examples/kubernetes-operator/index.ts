/** A key that the operator's daily resync rotates. The overlap outlasts a failed day and the operator's longest wait between retries. */
import { kosli } from "pulumi-apikeys";

const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT || "ci",
  description: "Reports deployments from the cluster",
  expiresIn: "90d",
  rotation: { every: "30d", overlap: "72h" },
});

// Hand the key on here, as to a `k8s.core.v1.Secret`: pods that read it from a volume see the new value within minutes, those that
// read it from their environment after a restart, for which the overlap leaves three days.
export const kosliKey = reporter.apiKey;
// Missing while one key alone is valid, which would be a warning in each run.
export const previousKosliKeyValidUntil = reporter.previousValidUntil.apply((instant) => instant ?? "no previous key");
