/**
 * Makes each wait of the product a tenth, for tests in which the vendor asks for seconds: a call then takes 6 s at most. Import it
 * before anything of the provider.
 */
process.env.PULUMI_APIKEYS_TIME_FACTOR = "0.1";
