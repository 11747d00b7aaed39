import { ticks } from "./host.ts";

/** Is it still waiting? No clock: some twenty turns of the microtask queue, then a look. A rejection counts as handled. */
export async function pending(promise: PromiseLike<unknown>, turns = 20): Promise<boolean> {
  let waiting = true;
  const settled = () => {
    waiting = false;
  };
  promise.then(settled, settled);
  await ticks(turns);
  return waiting;
}
