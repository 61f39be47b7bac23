/** The emulator of the vendors' APIs, as tests import it: `createEmulator()` and the faults to script it with. */
export type { Clock, Instant } from "./clock";
export { createEmulator, type Emulator, type EmulatorOptions, type SwitchChanges } from "./emulator";
export { answerFaults, faults, listFaults, mintFaults, strangerFaults } from "./fault-list";
export * from "./faults";
export type { Key, Lag } from "./keys";
export type { Call, KeyFilter, Ledger } from "./ledger";
export type { Tokens } from "./tokens";
export type { Details, Place, TokenOptions } from "./vendor";
export { type Switches, type VendorName, vendorNames, vendors } from "./vendors";
