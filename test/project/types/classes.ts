// Classes implement what the library takes, with methods.
import {
  type Buffer,
  type Case,
  channel,
  type End,
  type Got,
  type Offered,
  type Receiver,
  select,
  type Sender,
  type Turn,
  type WaitOptions,
} from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

export class Stack<T> implements Buffer<T> {
  readonly capacity = 10;
  private readonly held: T[] = [];

  get size(): number {
    return this.held.length;
  }

  offer(value: T, discard: (older: T) => void): Offered {
    if (this.size === this.capacity) discard(this.held.shift() as T);
    this.held.push(value);
    return "kept";
  }

  take(): T {
    return this.held.pop() as T;
  }

  room(_value: T): boolean {
    return true;
  }
}

export class Outlet<T> implements Sender<T> {
  readonly closed = false;
  readonly signal: AbortSignal = new AbortController().signal;

  send(value: T, options?: WaitOptions): Promise<void> {
    use([value, options]);
    return Promise.resolve();
  }

  sendAll(values: Iterable<T> | AsyncIterable<T>, options?: WaitOptions): Promise<number> {
    use([values, options]);
    return Promise.resolve(0);
  }

  trySend(_value: T): boolean {
    return true;
  }

  close(_error?: unknown): void {}
}

export class Inlet<T> implements Receiver<T> {
  private readonly source: Receiver<T>;

  constructor(source: Receiver<T>) {
    this.source = source;
  }

  receive(options?: WaitOptions): Promise<IteratorResult<T, undefined>> {
    return this.source.receive(options);
  }

  tryReceive(): IteratorResult<T, undefined> | undefined {
    return this.source.tryReceive();
  }

  batches(max?: number): AsyncIterableIterator<T[], undefined, undefined> {
    return this.source.batches(max);
  }

  consume(): AsyncIterableIterator<T, undefined, undefined> {
    return this.source.consume();
  }

  cancel(reason?: unknown): void {
    this.source.cancel(reason);
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined, undefined> {
    return this.source[Symbol.asyncIterator]();
  }
}

export class Door implements Case<Got<string> | End> {
  poll(): Got<string> | undefined {
    return undefined;
  }

  park(turn: Turn<Got<string> | End>): () => void {
    if (turn.claim()) turn.settle({ done: true, value: undefined });
    return () => {};
  }
}

export class Lamp implements Case<Got<number>> {
  poll(): Got<number> {
    return { done: false, value: 1 };
  }

  park(turn: Turn<Got<number>>): () => void {
    if (turn.claim()) turn.fail(new Error("dark"));
    // @ts-expect-error: a lamp gives numbers
    turn.settle({ done: false, value: "bright" });
    // @ts-expect-error: a lamp has no end
    turn.settle({ done: true, value: undefined });
    return () => {};
  }
}

export async function theyStandWhereOursStand(): Promise<void> {
  channel(new Stack<string>());
  use<Sender<string>>(new Outlet<string>());
  const inlet = new Inlet(channel<string>());
  for await (const value of inlet) holds<Same<typeof value, string>>();
  const hit = await select({ door: new Door(), lamp: new Lamp(), in: inlet });
  switch (hit.key) {
    case "door":
      if (!hit.done) holds<Same<typeof hit.value, string>>();
      break;
    case "lamp":
      holds<Same<typeof hit.value, number>>();
      holds<Same<typeof hit.done, false>>();
      break;
    case "in":
      if (!hit.done) holds<Same<typeof hit.value, string>>();
      break;
    default:
      holds<Same<typeof hit, never>>();
  }
}

export function aCaseIsCovariant(): void {
  use<Case<Got<unknown>>>(new Lamp());
  use<Case<Got<unknown> | End>>(new Lamp());
  use<Case<Got<string> | End>>(some<Case<Got<string>>>());
  // @ts-expect-error: what may end is none that never does
  use<Case<Got<string>>>(some<Case<Got<string> | End>>());
}
