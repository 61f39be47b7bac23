// A preload for the provider process: it replaces one function of the product, as TEST_DEFECT says. Each defect is a mistake that a person
// could make, and breaks one of the promises.
const { join } = require("node:path");

const built = (...path) => require(join(__dirname, "..", "..", "..", "dist", "provider", ...path));

const { definitions } = built("definitions.js");

/** Replaces some calls of every vendor by those of `callsFor`. */
function overCalls(callsFor) {
  for (const definition of definitions) {
    const { connect } = definition;
    definition.connect = (...args) => {
      const api = connect(...args);
      return Object.assign(api, callsFor(api));
    };
  }
}

const defects = {
  "forgets a lost answer"() {
    built("core", "keys", "find-minted.js").settleLostAnswer = async () => ({ is: "nothing" });
  },
  "names whatever is listed"() {
    built("core", "record", "mint-window.js").isWithin = () => true;
  },
  "revokes the first that is listed"() {
    overCalls((api) => {
      const revoke = api.revoke.bind(api);
      const revokeFirst = async () => {
        const [first] = (await api.list()).keys;
        return await revoke(first.keyId);
      };
      return { revoke: revokeFirst };
    });
  },
  "deletes the collection"() {
    const paths = built("core", "vendor", "http", "path.js");
    const { path } = paths;
    // A path that ends with a value leads to one key. Without its last segment it leads to the collection.
    paths.path = (texts, ...values) => path(texts, ...values).replace(texts.at(-1) === "" ? /\/[^/]+$/ : "", "");
  },
  "says values"() {
    const secrets = built("core", "values", "secret.js");
    const { reveal } = secrets;
    secrets.reveal = (secret) => {
      console.log(reveal(secret));
      return reveal(secret);
    };
  },
  "gives values for reasons"() {
    const errors = built("core", "engine", "explained.js");
    const { explained } = errors;
    errors.explained = (...args) => {
      const shown = explained(...args);
      shown.reasons?.push(JSON.stringify(shown.properties));
      return shown;
    };
  },
  "keeps values in clear"() {
    const records = built("core", "record", "stored.js");
    const { writeOutputs } = records;
    const valueOutputs = definitions.map(({ valueOutput }) => valueOutput);
    const unwrapped = ([name, value]) => [name, valueOutputs.includes(name) ? value.value : value];
    records.writeOutputs = (...args) => Object.fromEntries(Object.entries(writeOutputs(...args)).map(unwrapped));
  },
  "repeats a mint"() {
    const repetition = built("core", "vendor", "http", "retry.js");
    const { repetitionOptions } = repetition;
    repetition.repetitionOptions = (_, ...others) => repetitionOptions("freely", ...others);
  },
  "takes the first that is listed"() {
    built("core", "keys", "mint-train.js").findId = async ({ session }) => {
      const [key] = (await session.api.list()).keys;
      return { is: "found", by: "value", key };
    };
  },
  "throws where values are compared"() {
    const secrets = built("core", "values", "secret.js");
    secrets.resemblance = (secret) => {
      throw new TypeError(`compared ${secrets.reveal(secret)}`);
    };
  },
  "asks for no list before a mint"() {
    built("core", "keys", "before-mint.js").baselineOfMarker = async () => ({});
  },
  "mints twice"() {
    overCalls((api) => {
      const mint = api.mint.bind(api);
      const mintTwice = async (...args) => {
        await mint(...args);
        return await mint(...args);
      };
      return { mint: mintTwice };
    });
  },
  "retires the key in use too"() {
    const rotation = built("core", "keys", "retire.js");
    const { retirePrevious } = rotation;
    rotation.retirePrevious = async (session, record) => {
      await session.api.revoke(record.key.keyId);
      return await retirePrevious(session, record);
    };
  },
  "asks no key for its id"() {
    overCalls(() => ({ idOf: async () => undefined }));
  },
  "adopts nothing"() {
    built("core", "keys", "adopt.js").adopt = async () => {
      throw new Error("not adopted");
    };
  },
  "always finds a change"() {
    built("core", "engine", "diff.js").diff = async () => ({ changes: true, replaces: [] });
  },
  "retires nothing"() {
    built("core", "keys", "retire.js").retirePrevious = async (_, record) => ({ ...record, previous: undefined });
  },
  "cannot retire"() {
    built("core", "keys", "retire.js").retirePrevious = async () => {
      throw new Error("not retired");
    };
  },
  "cannot delete"() {
    built("core", "engine", "delete.js").remove = async () => {
      throw new Error("not deleted");
    };
  },
  "doubts each key that it deletes"() {
    const { UserError } = built("core", "values", "user-error.js");
    built("core", "engine", "delete.js").remove = async () => {
      throw new UserError("Do not run again before: that run would revoke key");
    };
  },
  "deletes nothing"() {
    built("core", "engine", "delete.js").remove = async () => {};
  },
};

defects[process.env.TEST_DEFECT]();
