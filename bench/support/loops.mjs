// The loops that users write around a channel, from how it sends and receives one value. Each cell has a process of its
// own, so these calls see one library only and the engine inlines them.

/** What `taken` gives at the end of a channel. */
export const END = Symbol("end");

/** Capacity of the channels between the stages of a pipeline that is made of channels. */
const BETWEEN = 16;

/**
 * @param {object} contender with `open(capacity)`, `close(channel)`, `send(channel, value)` and `receive(channel)`, whose
 *   results are awaited; `taken(received)`: the value in what `receive` gave, or `END`; and `ended(error)`, if a receive
 *   fails at the end: whether that is what happened. What else it has takes the place of a loop here.
 */
export function withLoops(
  { taken = (received) => received, ended = () => false, ...contender },
) {
  const { open, close, send, receive } = contender;

  const loops = {
    async fill(channel, from, to) {
      for (let value = from; value < to; value++) await send(channel, value);
    },
    async drain(channel, visit) {
      await untilEnd(async () => {
        for (;;) {
          const value = taken(await receive(channel));
          if (value === END) return;
          visit(value);
        }
      });
    },
    /** Does not wait. */
    post(channel, value) {
      send(channel, value);
    },
    /** Answers with each request plus one. */
    async serve(requests, replies, rounds) {
      for (let round = 0; round < rounds; round++) {
        await send(replies, taken(await receive(requests)) + 1);
      }
    },
    async ask(requests, replies, rounds, visit) {
      let value = 0;
      for (let round = 0; round < rounds; round++) {
        await send(requests, value);
        value = taken(await receive(replies));
        visit(value);
      }
    },
    async relay(from, to) {
      await send(to, taken(await receive(from)) + 1);
    },
    async takeSome(channel, count, visit) {
      for (let index = 0; index < count; index++) {
        visit(taken(await receive(channel)));
      }
    },
    async sift(from, to, prime) {
      for (;;) {
        const value = taken(await receive(from));
        if (value % prime !== 0) await send(to, value);
      }
    },
    /** Values into many channels, in turn. */
    async spread(channels, count) {
      for (let value = 0; value < count; value++) {
        await send(channels[value % channels.length], value);
      }
    },
    async maps(values, functions, visit) {
      const channels = [open(BETWEEN), ...functions.map(() => open(BETWEEN))];
      const stages = functions.map((fn, index) => stage(channels[index], fn, channels[index + 1]));
      await Promise.all([
        feed(values, channels[0]),
        ...stages,
        drain(channels.at(-1), visit),
      ]);
    },
    async mapUnordered(values, fn, concurrency, visit) {
      const [input, output] = [open(BETWEEN), open(BETWEEN)];
      const workers = Array.from(
        { length: concurrency },
        () => worker(input, fn, output),
      );
      const all = Promise.all([feed(values, input), ...workers]).then(() => close(output));
      await Promise.all([all, drain(output, visit)]);
    },
  };
  const { drain } = { ...loops, ...contender };
  // What cannot receive one value at a time has an iterator only.
  return receive === undefined ? { fill: loops.fill, ...contender } : { ...loops, ...contender };

  async function feed(values, to) {
    for (const value of values) await send(to, value);
    close(to);
  }

  async function stage(from, fn, to) {
    await untilEnd(async () => {
      for (;;) {
        const value = taken(await receive(from));
        if (value === END) return;
        await send(to, fn(value));
      }
    });
    close(to);
  }

  async function worker(from, fn, to) {
    await untilEnd(async () => {
      for (;;) {
        const value = taken(await receive(from));
        if (value === END) return;
        await send(to, await fn(value));
      }
    });
  }

  async function untilEnd(loop) {
    try {
      await loop();
    } catch (error) {
      if (!ended(error)) throw error;
    }
  }
}

/** For what is an async iterable itself. */
export async function iterate(channel, visit) {
  for await (const value of channel) visit(value);
}
