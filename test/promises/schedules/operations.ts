/** What one stack of a trial does in a run. */
import type { Operate } from "./rounds";
import type { Wanted } from "./schedule";

export const refresh: Operate = async (_trial, { stack }, provider) => await stack.refresh(provider);

export const destroy: Operate = async (_trial, { stack }, provider) => await stack.destroy(provider);

/** An up of the stack's program. With `wanted`, the program asks for these resources from now on. */
export function up(wanted?: Wanted): Operate {
  return async (trial, member, provider) => {
    member.wanted = wanted ?? member.wanted;
    return await trial.up(member, provider, trial.program(member));
  };
}

/** The operation with `--refresh`. */
export function refreshed(operate: Operate): Operate {
  return (trial, member, provider) => member.stack.refreshed(provider, () => operate(trial, member, provider));
}
