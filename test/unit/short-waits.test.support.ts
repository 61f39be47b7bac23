/**
 * Makes every wait of the product short: imported before anything of the provider, since `limits` reads the factor when it is
 * loaded. A call then takes 2.4 s at most, headers 1.2 s, a connection 0.4 s, the first back-off 20 ms: still long for a
 * server in this process, also on a busy machine.
 */
process.env.PULUMI_APIKEYS_TIME_FACTOR = "0.04";
