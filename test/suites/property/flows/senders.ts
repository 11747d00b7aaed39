// Sources whose values are sent: a channel, and a task of `produce`; watched, as all sources are.
import { channel, produce, type Sender, type Source } from "sluice";
import type { Leaf } from "./leaf.ts";
import type { Ledger, Value, World } from "./world.ts";

/** A channel is shared: it must stay open, and nobody may wait there once the pipeline is over. */
export function sent(world: World, leaf: Leaf, ledger: Ledger): Source<Value> {
  const { capacity, values, ending } = leaf;
  const numbers = channel<Value>(capacity);
  ledger.exempt = true;
  ledger.ahead = capacity;
  let [closed, cancelled] = [false, false];
  const send = async () => {
    for (const value of values) {
      await world.pace.step();
      await numbers.send(value);
      ledger.give();
    }
    if (ending === "stall" || cancelled) return;
    closed = true;
    numbers.close(ending === "end" ? undefined : ending);
  };
  const sending = send().catch((error) => {
    if (!cancelled) throw error; // nobody else may
  });
  world.checks.push(() => {
    const { waitingReceivers } = numbers.stats;
    if (waitingReceivers > 0) world.blame(`${waitingReceivers} still wait on the channel (P3, P4)`);
    if (numbers.closed !== closed) world.blame("a channel was closed, which is shared");
  });
  world.cleanups.push(() => {
    cancelled = true;
    numbers.cancel();
    return sending;
  });
  return numbers;
}

export function produced(world: World, leaf: Leaf, ledger: Ledger): Source<Value> {
  const { capacity, values, ending } = leaf;
  ledger.ahead = capacity;
  return produce<Value>(async (out, { signal }) => {
    world.begin("a task of produce");
    ledger.opened = true;
    if (!signal.aborted) signal.addEventListener("abort", () => ledger.over || ledger.release(), { once: true });
    try {
      for (const value of values) {
        await world.pace.step();
        await out.send(value);
        ledger.give();
      }
      if (ending === "stall") await aborted(signal);
      else {
        ledger.end("some ticks later");
        if (ending !== "end") throw ending;
        if (capacity === 1) await closing(world, out);
      }
    } finally {
      world.finish();
    }
  }, capacity);
}

/** A task may end the flow itself, and still have something to do. */
async function closing(world: World, out: Sender<Value>): Promise<void> {
  out.close();
  await world.pace.step();
}

/** Waits until it is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
