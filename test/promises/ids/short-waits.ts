/**
 * Shortens the waits, since the product asks twice, a while apart, for an id that no key has. Must be imported before the product, which
 * reads this variable once.
 */
process.env.PULUMI_APIKEYS_TIME_FACTOR = "0.02";
