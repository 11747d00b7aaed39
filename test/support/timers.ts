// Timers and a clock that the test moves. The library looks both up whenever it needs them.

/** Time as the test sees it. */
export interface FakeTimers {
  /** How many timers are armed, and how many ever were. */
  readonly armed: number;
  readonly count: number;
  /** Lets so many milliseconds pass, and calls what is due, in order. */
  pass(milliseconds: number): void;
  /** Lets the time pass until the next timer is due, and calls that one alone. */
  next(): void;
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
  /** Calls the first timer that is due by then, if there is one. */
  const fire = (end: number) => {
    const [timer, next] = first(armed, end) ?? [];
    if (timer === undefined || next === undefined) return false;
    clock = Math.max(clock, next.at);
    armed.delete(timer);
    next.callback();
    return true;
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
        while (fire(end));
        clock = end;
      },
      next() {
        fire(Infinity);
      },
    });
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = now;
  }
}

/** The timer that is due first, if one is by then; of several, that which was armed first. */
function first(armed: Map<number, Armed>, end: number): [number, Armed] | undefined {
  let found: [number, Armed] | undefined;
  for (const entry of armed) {
    if (entry[1].at <= end && (found === undefined || entry[1].at < found[1].at)) found = entry;
  }
  return found;
}
