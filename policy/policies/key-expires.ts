/** A key expires, where its vendor can end it: so it ends even when nothing runs any more. */
import { keyPolicy, replacesAtOnce } from "../key-policy";

export const keyExpires = keyPolicy({
  name: "key-expires",
  description: "A key expires, where its vendor can end it.",
  severity: "high",
  level: "mandatory",
  steps: `Set \`expiresIn\`, as "90d". ${replacesAtOnce("`expiresIn`")}`,
  settings: {},
  violation({ definition, canExpire, expiresIn, expiresAt }) {
    if (!canExpire || expiresIn !== undefined || expiresAt !== undefined) return undefined;
    return `this ${definition.noun} would live until somebody revokes it: set \`expiresIn\`. ${replacesAtOnce("`expiresIn`")}`;
  },
});
