/**
 * The quickstart: a key of each vendor, declared, minted by `pulumi up`, handed on as a secret, rotated by the first run after 30 days.
 * The previous key stays live for a day, for whoever still holds it.
 *
 * Tokens come from the environment or the stack's config. Where the keys belong comes from the config or, as here for the emulator,
 * from the environment.
 */
import * as pulumi from "@pulumi/pulumi";
import { devin, kosli, nekuda, resend } from "pulumi-apikeys";

const config = new pulumi.Config();
// Both are read before the first key is declared: if one is missing, the run says so before it mints anything.
const orgId = process.env.DEVIN_ORG_ID || config.require("devinOrgId");
const serviceAccount = process.env.KOSLI_SERVICE_ACCOUNT || config.require("kosliServiceAccount");
const rotation = { every: "30d", overlap: "24h" };

const ci = new devin.ServiceApiKey("ci", { orgId, rotation });

const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount,
  description: "Reports deployments from CI",
  expiresIn: "90d",
  rotation,
});

const checkout = new nekuda.ApiKey("checkout", {
  name: "checkout",
  description: "Signs the shop's payments",
  rotation,
});

const mailer = new resend.ApiKey("mailer", { name: "mailer", permission: "sending_access", rotation });

// Hand the keys to what needs them (a repository's secret, a Kubernetes Secret, …): they stay secret all the way.
export const devinKey = ci.apiKey;
export const kosliKey = reporter.apiKey;
export const kosliKeyExpiresAt = reporter.expiresAt;
export const nekudaPublicKey = checkout.publicKey;
export const nekudaPrivateKey = checkout.privateKey;
export const resendKey = mailer.apiKey;
