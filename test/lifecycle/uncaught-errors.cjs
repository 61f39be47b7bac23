// A preload for the provider process: it writes the message of each uncaught error into a file.
const { appendFileSync } = require("node:fs");
process.on("uncaughtExceptionMonitor", ({ message }) =>
  appendFileSync(process.env.TEST_UNCAUGHT_ERRORS, `${message}\n`),
);
