/**
 * Shortens the waits, since an id that no key has is asked for twice, a while apart. It comes before the product is loaded, which reads
 * this once.
 */
process.env.PULUMI_APIKEYS_TIME_FACTOR = "0.02";
