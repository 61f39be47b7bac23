const pulumi = require("@pulumi/pulumi");

console.log("a line on stdout");
console.error("a line on stderr");
module.exports = {
  folder: process.cwd(),
  program: process.argv.slice(1),
  setting: new pulumi.Config().require("setting"),
  secret: new pulumi.Config().requireSecret("hidden"),
  isPreview: pulumi.runtime.isDryRun(),
  names: [pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()],
};
