// A preload for the provider process: it loads these modules only when they are first used. The modules serialize programs, which no
// provider process does. They are half of what a process loads at its start, and the schedules start some thousand processes.
const Module = require("node:module");

const lazy = new Set(["typescript", "@npmcli/arborist", "normalize-package-data"]);
const load = Module._load;

Module._load = function (name, ...rest) {
  if (!lazy.has(name)) return load.call(this, name, ...rest);
  let module;
  const loaded = () => {
    module ??= load.call(this, name, ...rest);
    return module;
  };
  // The import helpers of compiled code copy no module that says that it is an ES module, so it stays lazy.
  const get = (_, property) => (property === "__esModule" ? true : loaded()[property]);
  return new Proxy(() => {}, {
    get,
    has: (_, property) => property in loaded(),
    apply: (_, self, args) => Reflect.apply(loaded(), self, args),
    construct: (_, args) => Reflect.construct(loaded(), args),
  });
};
