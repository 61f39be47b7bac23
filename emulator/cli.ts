/**
 * `npm run emulator`: starts an emulator and prints the variables that make a client use it, for `eval`. Nothing else may go
 * to stdout. The tokens printed are throwaway, good for this emulator only; printing them is the purpose.
 */
import { createEmulator } from "./emulator";

async function main(): Promise<void> {
  const emulator = await createEmulator();
  for (const [name, value] of Object.entries(emulator.environment())) console.log(`export ${name}=${quoted(value)}`);
  await new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await emulator.close();
}

function quoted(value: string): string {
  return /^[\w./:@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
