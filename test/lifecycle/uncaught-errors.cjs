// A preload for the provider process: it writes down how often an error was caught by nobody.
const { appendFileSync } = require("node:fs");
process.on("uncaughtExceptionMonitor", ({ message }) =>
  appendFileSync(process.env.TEST_UNCAUGHT_ERRORS, `${message}\n`),
);
