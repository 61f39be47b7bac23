/** Makes the tests of another folder reach keys by the native plugin. Must be imported before those tests. */
process.env.WAY_IN = "plugin";
