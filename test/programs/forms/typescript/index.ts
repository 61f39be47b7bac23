import { kosli } from "pulumi-apikeys";

/** Types that the compiler takes out, and an import that it resolves. */
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
