/** Before the product is loaded, which reads it once: an id that no key has is asked for twice, a while apart. */
process.env.PULUMI_APIKEYS_TIME_FACTOR = "0.02";
