import { kosli } from "pulumi-apikeys";

const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT,
  description: "Reports deployments",
  expiresIn: "90d",
});

export const kosliKey = reporter.apiKey;
