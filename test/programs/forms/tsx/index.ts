import { kosli } from "pulumi-apikeys";

/** The compiler must remove this type, and resolve the import above. */
interface Team {
  readonly serviceAccount: string;
}

const team: Team = { serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT ?? "ci" };

const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount: team.serviceAccount,
  description: "Reports deployments",
  expiresIn: "90d",
});

export const kosliKey = reporter.apiKey;
