/** Turns the text of a document's program into a function that runs it, as the engine's language host would. */
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import type { Emulator } from "../../emulator/index";

/** The function evaluates the program anew at each call. Devin organizations in it become the emulator's. Its exports are returned. */
export function programOf(text: string, emulator: Emulator): () => Record<string, unknown> {
  const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023 };
  const { outputText } = transpileModule(text.replace(/org-[0-9a-f]{32}/g, emulator.place("devin").scope), {
    compilerOptions: options,
  });
  return () => {
    const exports = {};
    // The program must run in the SDK's own JavaScript context: the SDK does not recognize arrays of another one.
    new Function("exports", "require", outputText)(exports, require);
    return exports;
  };
}
