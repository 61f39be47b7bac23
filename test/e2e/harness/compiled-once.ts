/** Most of the start of a provider process is compiling the engine's modules: those that end in order leave them for the next. */
import { projectFile } from "../../../tools/project";

export const compiledOnce = { NODE_COMPILE_CACHE: projectFile("dist", ".compile-cache") };
