// A preload for the provider process: on SIGTERM it exits in order, so that Node keeps its compiled code for the next process.
process.once("SIGTERM", () => process.exit());
