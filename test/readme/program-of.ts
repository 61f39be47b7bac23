/** A program of a document as the engine's language host would run it. */
import { Script } from "node:vm";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import type { Emulator } from "../emulator/index";

/** Evaluated anew each time, with the emulator's Devin organization, its exports the stack's outputs. */
export function programOf(text: string, emulator: Emulator): () => Record<string, unknown> {
  const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023 };
  const { outputText } = transpileModule(text.replace(/org-[0-9a-f]{32}/, emulator.place("devin").scope), {
    compilerOptions: options,
  });
  const script = new Script(`(exports, require) => {${outputText}\n}`);
  return () => {
    const exports = {};
    script.runInThisContext()(exports, require);
    return exports;
  };
}
