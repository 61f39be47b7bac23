/** Which packages of other platforms package-lock.json lacks. */
import { expect, test } from "@jest/globals";
import { missingEntries } from "../../tools/lockfile";

test("a locked package's platform packages that are not locked are found, with version and platform", () => {
  const optionalDependencies = {
    "@tool/linux-x64-gnu": "1.2.3",
    "@tool/linux-arm64-musl": "1.2.3",
    "@tool/win32-ia32-msvc": "1.2.3",
  };
  const packages = {
    "": {},
    "node_modules/tool": { version: "1.2.3", dev: true, optionalDependencies },
    "node_modules/@tool/linux-x64-gnu": { version: "1.2.3" },
  };
  expect(missingEntries({ packages })).toEqual({
    "node_modules/@tool/linux-arm64-musl": {
      version: "1.2.3",
      cpu: ["arm64"],
      dev: true,
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    },
    "node_modules/@tool/win32-ia32-msvc": { version: "1.2.3", cpu: ["ia32"], dev: true, optional: true, os: ["win32"] },
  });
});

test("a package that lies nested, or further out, is not missing", () => {
  const packages = {
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a/node_modules/b": { version: "1.0.0", optionalDependencies: { c: "1.0.0", d: "1.0.0", e: "1.0.0" } },
    "node_modules/a/node_modules/b/node_modules/c": { version: "1.0.0" },
    "node_modules/a/node_modules/d": { version: "1.0.0" },
    "node_modules/e": { version: "1.0.0" },
  };
  expect(missingEntries({ packages })).toEqual({});
});
