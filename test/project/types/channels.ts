// What channel() and the buffers are known to be, and what they take.
import {
  type Buffer,
  type Channel,
  channel,
  ChannelClosedError,
  type ChannelOptions,
  type ChannelStats,
  conflating,
  dropping,
  fifo,
  OverflowError,
  priority,
  sized,
  sleep,
  sliding,
  strict,
  unbounded,
  type WaitOptions,
} from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

export function theTypeOfAChannelIsNamedOrInferred(): void {
  const named = channel<string>(16);
  holds<Same<typeof named, Channel<string>>>();
  const rest: Channel<number> = channel();
  use<Channel<number>>(rest);
  const unnamed = channel();
  holds<Same<typeof unnamed, Channel<unknown>>>();
}

export function aBufferTakesTheTypeOfItsChannel(): void {
  const latest = channel<string>(sliding(3));
  holds<Same<typeof latest, Channel<string>>>();
  holds<Same<ReturnType<typeof channel<Date>>, Channel<Date>>>();
  use<Channel<string>>(channel<string>(dropping(3)));
  use<Channel<string>>(channel<string>(strict(3)));
  use<Channel<string>>(channel<string>(unbounded()));
  use<Channel<string>>(channel<string>(fifo(3)));
  use<Channel<string>>(channel<string>(conflating()));
  use<Channel<string>>(channel<string>(priority(3, (a, b) => a.localeCompare(b))));
  use<Channel<string>>(channel<string>(sized(10, (text) => text.length)));
}

export function aChannelTakesTheTypeOfItsBuffer(): void {
  const chunks = channel(sized(10, (text: string) => text.length));
  holds<Same<typeof chunks, Channel<string>>>();
  const jobs = channel(priority(10, (a: { due: number }, b) => a.due - b.due));
  holds<Same<typeof jobs, Channel<{ due: number }>>>();
  const latest = channel(sliding<Date>(3));
  holds<Same<typeof latest, Channel<Date>>>();
  const changes = channel(conflating({ keyOf: (change: { id: string }) => change.id }));
  holds<Same<typeof changes, Channel<{ id: string }>>>();
  const sums = channel(conflating({ merge: (held: number, newer: number) => held + newer }));
  holds<Same<typeof sums, Channel<number>>>();
  const both = channel<{ id: string; by: number }>(conflating({
    keyOf: (change) => change.id,
    merge: (held, newer) => ({ id: held.id, by: held.by + newer.by }),
  }));
  holds<Same<typeof both, Channel<{ id: string; by: number }>>>();
}

export function wrongBuffersAreErrors(): void {
  // @ts-expect-error: a text is no capacity
  channel<string>("16");
  // @ts-expect-error: a buffer of dates is none for texts
  channel<string>(sliding<Date>(3));
  // @ts-expect-error: sizes are numbers
  sized(10, (text: string) => text);
  // @ts-expect-error: the result of merge() is a value
  conflating<number>({ merge: (held, newer) => `${held}${newer}` });
  // @ts-expect-error: there must be an order
  priority<number>(10);
  // @ts-expect-error: compare() gives a number
  priority<number>(10, (a, b) => a < b);
  // @ts-expect-error: how many?
  sliding<number>();
}

export function optionsAreChecked(): void {
  channel<string>(1, { name: "jobs", maxWaiting: 10, onUndelivered: (value) => holds<Same<typeof value, string>>() });
  channel<string>(1, { name: undefined, maxWaiting: undefined, onUndelivered: undefined });
  // @ts-expect-error: there is no such option
  channel<string>(1, { size: 10 });
  // @ts-expect-error: a name is a text
  channel<string>(1, { name: 5 });
  // @ts-expect-error: the hook of a channel of texts gets texts
  channel<string>(1, { onUndelivered: (value: number) => use(value) });
  use<ChannelOptions<string>>({});
}

export async function aSignalMayBePassedOn(signal?: AbortSignal, options: WaitOptions = {}): Promise<void> {
  const jobs = channel<string>();
  await jobs.send("measure", { signal });
  await jobs.sendAll(["measure"], { signal });
  await jobs.receive({ signal });
  await jobs.receive({ signal: options.signal });
  await jobs.receive(options);
  await sleep(10, { signal });
  // @ts-expect-error: a controller is no signal
  await jobs.receive({ signal: new AbortController() });
  // @ts-expect-error: there is no such option
  await jobs.send("measure", { timeout: 10 });
}

export function statsAreNumbersToRead(stats: ChannelStats): void {
  holds<Same<ChannelStats[keyof ChannelStats], number>>();
  holds<Same<ChannelStats, Readonly<ChannelStats>>>();
  use<number>(stats.sent - stats.received - stats.dropped - stats.merged);
}

export function errorsBringTheValueBack(error: unknown): void {
  if (error instanceof ChannelClosedError) use<Error>(error);
  const [closed, overflow] = [some<ChannelClosedError<string>>(), some<OverflowError<string>>()];
  holds<Same<typeof closed.value, string>>();
  holds<Same<typeof closed.name, "ChannelClosedError">>();
  holds<Same<typeof overflow.value, string>>();
  holds<Same<typeof overflow.name, "OverflowError">>();
  holds<Same<typeof overflow.channel, string | undefined>>();
  if (error instanceof OverflowError) use<string | undefined>(error.channel);
  class Late extends OverflowError<string> {
    readonly seconds: number = 1;
  }
  if (error instanceof Late) use<number>(error.seconds);
}

export async function usingClosesAChannel(): Promise<void> {
  using jobs = channel<string>();
  await jobs.send("measure");
}

export function aBufferIsAnObjectOfAKnownShape(): void {
  use<Buffer<string>>({ capacity: 1, size: 0, offer: () => "kept", take: () => "x" });
  use<Buffer<string>>({ capacity: 1, size: 0, offer: () => "wait", take: () => "x", room: undefined });
  // @ts-expect-error: there is no such answer
  use<Buffer<string>>({ capacity: 1, size: 0, offer: () => "full", take: () => "x" });
  // @ts-expect-error: take() is missing
  use<Buffer<string>>({ capacity: 1, size: 0, offer: () => "kept" });
  // @ts-expect-error: it gives numbers
  use<Buffer<string>>({ capacity: 1, size: 0, offer: () => "kept", take: () => 1 });
}
