/** A key that the operator's daily resync rotates. The overlap outlasts a failed day and the operator's longest wait between retries. */
import { kosli } from "pulumi-apikeys";

const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT || "ci",
  description: "Reports deployments from the cluster",
  expiresIn: "90d",
  rotation: { every: "30d", overlap: "72h" },
});

// Hand the key on here, as to a `k8s.core.v1.Secret`. Pods that read it from a volume see the new value within minutes. Pods that read
// it from their environment see it after a restart, for which the overlap leaves three days.
export const kosliKey = reporter.apiKey;
// The output is missing while there is no previous key. Without a text in its place, each run would warn of it.
export const previousKosliKeyValidUntil = reporter.previousValidUntil.apply((instant) => instant ?? "no previous key");
