/**
 * A compile cache that all provider processes share. Compiling modules takes most of the time that a process needs to start. A process
 * that ends in order leaves its compiled modules to the next one.
 */
import { projectFile } from "../../../tools/project";

export const compiledOnce = { NODE_COMPILE_CACHE: projectFile("dist", ".compile-cache") };
