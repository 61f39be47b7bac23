// A preload for the provider process: told to end, it ends in order, so that Node keeps for the next one what it has compiled.
process.once("SIGTERM", () => process.exit());
