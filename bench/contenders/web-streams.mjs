import { END, iterate, withLoops } from "../support/loops.mjs";

export default {
  about: "WHATWG streams, of the runtime",
  bounded: true,
  ...withLoops({
    open(capacity) {
      const { readable, writable } = new TransformStream(undefined, {
        highWaterMark: capacity,
      }, { highWaterMark: 0 });
      return { capacity, readable, writer: writable.getWriter(), reader: undefined };
    },
    close: ({ writer }) => void writer.close(),
    /** What has no room is never ready: then the write itself is waited for, which is a rendezvous. */
    async send({ capacity, writer }, value) {
      if (capacity === 0) return await writer.write(value);
      await writer.ready;
      writer.write(value);
    },
    receive: (stream) => (stream.reader ??= stream.readable.getReader()).read(),
    taken: ({ done, value }) => done ? END : value,
  }),
  iterate: ({ readable }, visit) => iterate(readable, visit),
};
