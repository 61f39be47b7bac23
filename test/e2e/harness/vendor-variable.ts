/** Matches the names of the vendors' variables. The values that a person has in them must never reach a test. */
import { vendorNames } from "../../../emulator/index";

export const vendorVariable = new RegExp(`^(${vendorNames.join("|").toUpperCase()})_`);
