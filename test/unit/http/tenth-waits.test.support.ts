/** Waits of a tenth, for tests of seconds that the vendor asks for: a call takes 6 s at most. Imported before the provider. */
process.env.PULUMI_APIKEYS_TIME_FACTOR = "0.1";
