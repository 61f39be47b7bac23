/** Does one run in a provider process of its own, against an emulator. Returns what the process printed. */
import type { Emulator } from "../../emulator/index";
import { shortenedWaits } from "../e2e/harness/environment";
import { ProviderProcess } from "./provider-process";

export async function printedBy(
  emulator: Emulator,
  operate: (provider: ProviderProcess) => Promise<unknown>,
): Promise<string> {
  const environment = { PATH: process.env.PATH ?? "", ...shortenedWaits, ...emulator.environment() };
  const provider = await ProviderProcess.start({}, environment);
  try {
    await operate(provider);
    return provider.printed;
  } finally {
    await provider.stop();
  }
}
