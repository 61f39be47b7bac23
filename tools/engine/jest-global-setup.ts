// What jest runs once before the tests, also when it is started without `npm test` (an editor): afterwards each ensureEngine() is quick.
import { ensureEngine } from "./index";

export default async function prepareEngine(): Promise<void> {
  await ensureEngine();
}
