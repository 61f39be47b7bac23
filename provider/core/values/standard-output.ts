/**
 * Lets a process outlive its engine. Once the engine has been killed, no line of the process can be written. Without a listener each such line is an
 * uncaught error, and the line about that error is the next one, for ever.
 */
export function ignoreLostLines(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
