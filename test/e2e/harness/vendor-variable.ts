/** The names of the vendors' variables: what a person has in them must never reach a test. */
import { vendorNames } from "../../../emulator/index";

export const vendorVariable = new RegExp(`^(${vendorNames.join("|").toUpperCase()})_`);
