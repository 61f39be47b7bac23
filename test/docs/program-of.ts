/** A program of a document as the engine's language host would run it. */
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import type { Emulator } from "../../emulator/index";

/** Evaluated anew each time, with the emulator's Devin organization, its exports the stack's outputs. */
export function programOf(text: string, emulator: Emulator): () => Record<string, unknown> {
  const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023 };
  const { outputText } = transpileModule(text.replace(/org-[0-9a-f]{32}/g, emulator.place("devin").scope), {
    compilerOptions: options,
  });
  return () => {
    const exports = {};
    // In the context that the SDK was loaded in: it does not know another one's arrays.
    new Function("exports", "require", outputText)(exports, require);
    return exports;
  };
}
