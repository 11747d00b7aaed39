import type { Receiver, Sender } from "sluice";

/**
 * Two desks send orders, and the order in which they come is to be kept. So far the second desk has to wait until the
 * first one has closed. Receive from both with `select`, switch off a desk that is done, and return when both are.
 * Observe that a closed channel is always ready with `done: true`, which is why its case must become `null`.
 */
export async function collect(first: Receiver<string>, second: Receiver<string>): Promise<string[]> {
  const orders: string[] = [];
  for await (const order of first) orders.push(order);
  for await (const order of second) orders.push(order);
  return orders;
}

/**
 * `relay` passes on values until `stop` is aborted, and returns the value that it had received but not passed on, if
 * there is one. While it waits to send it does not hear the signal. Let `select` wait for both: `sending(to, value)` is
 * a case, and so is a signal. Observe that a send that loses the select has left no value behind.
 */
export async function relay(
  from: Receiver<string>,
  to: Sender<string>,
  stop: AbortSignal,
): Promise<string | undefined> {
  for await (const value of from) {
    await to.send(value);
    if (stop.aborted) return undefined;
  }
  return undefined;
}
