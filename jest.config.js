// Tests are compiled by swc, file by file; `import … from "pulumi-apikeys"` in them is the package itself, through its own exports: what ships.
// So the build must be fresh, which `npm test` sees to.
/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } },
    ],
  },
  reporters: ["default", "<rootDir>/dist/tools/jest-parts.js"],
  testEnvironment: "<rootDir>/dist/tools/jest-environment.js",
  globalSetup: "<rootDir>/dist/tools/engine/jest-global-setup.js",
  // The tests read dist through the package's exports; it is never a place to look for tests or modules.
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  watchPathIgnorePatterns: ["<rootDir>/dist/"],
  // A run of the engine takes seconds, and a test may take several.
  testTimeout: 120_000,
  // On 2 processors: most of a test's time is waiting, for a vendor's grace or for a process of the engine's to start.
  maxWorkers: 3,
  coverageProvider: "v8",
  collectCoverageFrom: ["dist/{provider,policy}/**/*.js", "{emulator,provider,policy,tools}/**/*.ts"],
};
