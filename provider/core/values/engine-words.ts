/**
 * The texts by which the engine marks a value on the wire. They are Pulumi's protocol, the same in every SDK.
 *
 * They stand here because the SDK's own module of them loads the whole SDK: the plugin has to start without it.
 */

/** Stands for a value that is not known before the up. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The property that says of an object which wrapper it is, and what it says of a secret. */
export const wrapperKey = "4dabf18193072939515e22adb298388d";
export const secretWrapper = "1b47061264138c4ac30d75fd1eb44270";
