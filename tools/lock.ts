// The bootstrap's lock, typed, for what tsc compiles: lock.cjs stays in tools/ because run.mjs needs it before anything is built. It must never be
// written a second time here.
import { projectFile } from "./project";

export const { withLock }: typeof import("./lock.cjs") = require(projectFile("tools", "lock.cjs"));
