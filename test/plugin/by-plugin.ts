/** To be imported before the tests of another folder: they then reach keys by the native plugin. */
process.env.WAY_IN = "plugin";
