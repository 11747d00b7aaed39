// Whether something is still to come, for what may have to let the runtime breathe on its way.
import { rest } from "./jobs.ts";

/** Is it still waiting when all that can happen has happened? A rejection counts as handled. */
export async function waits(promise: PromiseLike<unknown>): Promise<boolean> {
  let waiting = true;
  const settled = () => {
    waiting = false;
  };
  promise.then(settled, settled);
  await rest();
  return waiting;
}
