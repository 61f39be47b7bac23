// A preload for the provider process: replaces one function of the product as TEST_DEFECT says. Each defect is one that a person could have
// written, and breaks one of the promises.
const { join } = require("node:path");

const built = (...path) => require(join(__dirname, "..", "..", "..", "dist", "provider", ...path));

const defects = {
  "forgets a lost answer"() {
    built("core", "keys", "find-minted.js").settleLostAnswer = async () => ({ is: "nothing" });
  },
  "names whatever is listed"() {
    built("core", "record", "mint-window.js").isWithin = () => true;
  },
  "revokes the first that is listed"() {
    const { KosliApi } = built("kosli", "api.js");
    const { revokeApiKey } = KosliApi.prototype;
    KosliApi.prototype.revokeApiKey = async function () {
      const [first] = (await this.listApiKeys()).value;
      return await revokeApiKey.call(this, first.keyId);
    };
  },
  "deletes the collection"() {
    const paths = built("core", "vendor", "http", "path.js");
    const { path } = paths;
    paths.path = (texts, ...values) => path(texts, ...values).replace(/\/apk-\w+$/, "");
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
    const unwrapped = ([name, value]) => [name, name === "apiKey" ? value.value : value];
    records.writeOutputs = (...args) => Object.fromEntries(Object.entries(writeOutputs(...args)).map(unwrapped));
  },
  "repeats a mint"() {
    const repetition = built("core", "vendor", "http", "retry.js");
    const { repetitionOptions } = repetition;
    repetition.repetitionOptions = (_, ...others) => repetitionOptions("freely", ...others);
  },
  "takes the first that is listed"() {
    built("core", "keys", "mint-train.js").settle = async ({ session }) => {
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
    const { KosliApi } = built("kosli", "api.js");
    const { createApiKey } = KosliApi.prototype;
    KosliApi.prototype.createApiKey = async function (...args) {
      await createApiKey.apply(this, args);
      return await createApiKey.apply(this, args);
    };
  },
  "retires the key in use too"() {
    const rotation = built("core", "keys", "retire.js");
    const { retirePrevious } = rotation;
    rotation.retirePrevious = async (session, record, settings) => {
      await session.api.revoke(record.key.keyId);
      return await retirePrevious(session, record, settings);
    };
  },
  "asks no key for its id"() {
    const { DevinApi } = built("devin", "api.js");
    const { self } = DevinApi.prototype;
    DevinApi.prototype.self = function (value) {
      return self.call(this, value && new (built("core", "values", "secret.js").Secret)("none"));
    };
  },
  "adopts nothing"() {
    built("core", "keys", "adopt.js").adopt = async () => {
      throw new Error("not taken over");
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
