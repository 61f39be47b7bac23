/**
 * Most of the start of a provider process goes into compiling modules. A process that ends in order leaves what it compiled for the
 * next one.
 */
import { projectFile } from "../../../tools/project";

export const compiledOnce = { NODE_COMPILE_CACHE: projectFile("dist", ".compile-cache") };
