// Many producers and consumers that use every way to send and to receive, with aborts, over several channels. There is
// no model: what must come of it is counted afterwards.
import {
  type Buffer,
  type Channel,
  channel,
  dropping,
  select,
  selectLoop,
  sending,
  sized,
  sliding,
  strict,
  trySelect,
  unbounded,
} from "sluice";
import { ticks, turn } from "../../../support/test.ts";
import { Account, type Tagged } from "./account.ts";

export type Keeping = "fifo" | "sliding" | "dropping" | "strict" | "sized" | "unbounded";

export interface Workload {
  readonly channels: readonly { readonly as: Keeping; readonly capacity: number }[];
  readonly producers: readonly (readonly Sending[])[];
  readonly consumers: readonly { readonly as: Receiving; readonly on: number; readonly leaves: number }[];
  readonly ending: "close" | "cancel";
}

export type Receiving = "loop" | "receive" | "batches" | "select" | "selectLoop" | "tries";

/** One turn of a producer. */
export interface Sending {
  readonly as: "send" | "trySend" | "sendAll" | "select" | "trySelect" | "abort";
  readonly on: number;
  readonly ticks: number;
}

type Channels = readonly Channel<Tagged>[];

/** Runs it to the end; gives what became of every value. */
export async function worked(load: Workload): Promise<{ account: Account; channels: Channels }> {
  const account = new Account();
  const channels = load.channels.map(({ as, capacity }) =>
    channel<Tagged>(bufferOf(as, capacity), { onUndelivered: (value) => account.hook(value) })
  );
  const consuming = load.consumers.map((consumer, index) => consume(channels, consumer, `consumer ${index}`, account));
  // Whatever the others leave behind: without it, producers would wait for ever.
  const rest = channels.map((_, on) =>
    consume(channels, { as: "loop", on, leaves: Infinity }, `the last of ${on}`, account)
  );
  const producing = load.producers.map((turns, producer) => produce(channels, turns, producer, account));
  if (load.ending === "cancel") {
    await ticks(60);
    for (const each of channels) each.cancel("enough");
  }
  await Promise.all(producing);
  for (const each of channels) each.close();
  await Promise.all([...consuming, ...rest]);
  return { account, channels };
}

function bufferOf(as: Keeping, capacity: number): number | Buffer<Tagged> {
  switch (as) {
    case "fifo":
      return capacity;
    case "sliding":
      return sliding(capacity + 1);
    case "dropping":
      return dropping(capacity);
    case "strict":
      return strict(capacity);
    case "sized":
      return sized(capacity, ({ turn }) => turn % 3);
    case "unbounded":
      return unbounded();
  }
}

// ── producers ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function produce(channels: Channels, turns: readonly Sending[], producer: number, account: Account) {
  let made = 0;
  const value = (on: number): Tagged => ({ channel: on, producer, turn: made++ });
  for (const { as, on: any, ticks: count } of turns) {
    const on = any % channels.length;
    const to = channels[on] as Channel<Tagged>;
    await ticks(count);
    switch (as) {
      case "send":
        await told(account, value(on), (one) => to.send(one));
        break;
      case "abort": {
        const controller = new AbortController();
        const sent = told(account, value(on), (one) => to.send(one, controller));
        await ticks(count + 1);
        controller.abort("late");
        await sent;
        break;
      }
      case "trySend": {
        const one = value(on);
        (to.trySend(one) ? account.given : account.kept).add(one);
        break;
      }
      case "sendAll":
        await sendSome(to, [value(on), value(on), value(on), value(on)], count, account);
        break;
      case "select":
        await selectOne(channels, [value(on), value((on + 1) % channels.length)], count, account);
        break;
      case "trySelect": {
        const one = value(on);
        let sent = false;
        try {
          sent = trySelect([sending(to, one)]) !== undefined;
        } catch {
          // refused: closed, or full
        }
        (sent ? account.given : account.kept).add(one);
        break;
      }
    }
  }
}

/** Sends and remembers what came of it. */
async function told(account: Account, value: Tagged, send: (value: Tagged) => Promise<void>): Promise<void> {
  try {
    await send(value);
    account.given.add(value);
  } catch {
    account.kept.add(value);
  }
}

/** Half of the times it is aborted on the way. A failing one does not say how many were accepted. */
async function sendSome(to: Channel<Tagged>, values: readonly Tagged[], count: number, account: Account) {
  let pulled = 0;
  const source = function* () {
    for (const value of values) {
      account.given.add(value);
      pulled++;
      yield value;
    }
  };
  const controller = new AbortController();
  const sent = to.sendAll(source(), controller);
  if (count % 2 === 1) {
    await ticks(count * 2);
    controller.abort("late");
  }
  try {
    await sent;
  } catch {
    account.fail(values[0]?.channel ?? 0);
  }
  for (const value of values.slice(pulled)) account.kept.add(value);
}

/** Half of the times it may be aborted. */
async function selectOne(channels: Channels, values: readonly Tagged[], count: number, account: Account) {
  const controller = new AbortController();
  const hit = select(values.map((value) => sending(channels[value.channel] as Channel<Tagged>, value)), controller)
    .then(({ key }) => key, () => -1);
  if (count % 2 === 1) {
    await ticks(count * 2);
    controller.abort("late");
  }
  const chosen = await hit;
  for (const [index, value] of values.entries()) (index === chosen ? account.given : account.kept).add(value);
}

// ── consumers ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function consume(
  channels: Channels,
  { as, on, leaves }: Workload["consumers"][number],
  name: string,
  account: Account,
): Promise<void> {
  const from = channels[on % channels.length] as Channel<Tagged>;
  const next = channels[(on + 1) % channels.length] as Channel<Tagged>;
  let left = leaves;
  const take = (value: Tagged) => {
    account.receive(value, name);
    return --left <= 0;
  };
  switch (as) {
    case "loop":
      for await (const value of from) if (take(value)) break;
      break;
    case "batches":
      for await (const batch of from.batches(3)) if (batch.map(take).includes(true)) break;
      break;
    case "selectLoop":
      for await (const hit of selectLoop([from, next])) if (!hit.done && take(hit.value)) break;
      break;
    case "receive":
      for (let patience = 0;; patience = (patience + 1) % 5) {
        const result = await within(patience, (options) => from.receive(options));
        if (result?.done || (result !== undefined && take(result.value))) break;
      }
      break;
    case "select":
      for (let patience = 0;; patience = (patience + 1) % 5) {
        const hit = await within(patience, (options) => select({ from, next }, options));
        if (hit?.done || (hit !== undefined && take(hit.value))) break;
      }
      break;
    case "tries":
      for (;; await ticks(3)) {
        const result = from.tryReceive();
        if (result?.done || (result !== undefined && take(result.value))) break;
        if (result === undefined) await turn();
      }
  }
}

/** Sometimes an operation is withdrawn after a few ticks; `undefined` if it was. */
async function within<R>(patience: number, operation: (options: { signal?: AbortSignal }) => Promise<R>) {
  if (patience === 0) return operation({});
  const controller = new AbortController();
  const result = operation(controller).catch(() => undefined);
  await ticks(patience * 2);
  controller.abort("impatient");
  return result;
}
