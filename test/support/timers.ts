// Timers and a clock that the test moves. The library looks both up whenever it needs them.

/** Time as the test sees it. */
export interface FakeTimers {
  /** How many timers are armed, and how many ever were. */
  readonly armed: number;
  readonly count: number;
  /** Lets so many milliseconds pass, and calls what is due, in order. */
  pass(milliseconds: number): void;
}

interface Armed {
  readonly at: number;
  readonly callback: () => void;
}

/** Runs `body` with timers that only `pass` moves. */
export async function withTimers(body: (timers: FakeTimers) => unknown): Promise<void> {
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = Date;
  const armed = new Map<number, Armed>();
  let [clock, count] = [now(), 0];
  const fakes = {
    setTimeout(callback: () => void, milliseconds = 0) {
      armed.set(++count, { at: clock + milliseconds, callback });
      return count;
    },
    clearTimeout(timer: number) {
      armed.delete(timer);
    },
  };
  Object.assign(globalThis, fakes);
  Date.now = () => clock;
  try {
    await body({
      get armed() {
        return armed.size;
      },
      get count() {
        return count;
      },
      pass(milliseconds) {
        const end = clock + milliseconds;
        for (let next = first(armed, end); next !== undefined; next = first(armed, end)) {
          const [timer, { at, callback }] = next;
          clock = at;
          armed.delete(timer);
          callback();
        }
        clock = end;
      },
    });
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = now;
  }
}

function first(armed: Map<number, Armed>, end: number): [number, Armed] | undefined {
  return [...armed].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
}
