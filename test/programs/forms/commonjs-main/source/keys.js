const { kosli } = require("pulumi-apikeys");
const reporter = new kosli.ServiceAccountApiKey("reporter", {
  serviceAccount: process.env.KOSLI_SERVICE_ACCOUNT,
  description: "Reports deployments",
  expiresIn: "90d",
});

module.exports = { kosliKey: reporter.apiKey };
