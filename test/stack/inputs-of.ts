/** The inputs of a usual key, as a class's constructor hands them to the engine. */
import type { Emulator, VendorName } from "../../emulator/index";
import { providerText } from "../../provider/core/program/provider-text";
import { kits } from "../vendors/index";
import type { Properties } from "./provider-process";

export function inputsOf(vendor: VendorName, emulator: Emulator, name: string, account: string): Properties {
  const { definition, usual } = kits[vendor];
  const origin = { name, hash: "0123abcd" };
  return { ...usual(emulator), account, origin, __provider: providerText(definition.type) };
}
