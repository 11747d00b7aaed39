import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { iterate } from "../support/loops.mjs";

export default {
  about: "streams of objects, of the runtime's node:stream",
  bounded: true,
  open: (capacity) => new PassThrough({ objectMode: true, highWaterMark: Math.max(1, capacity) }),
  close: (stream) => void stream.end(),
  async fill(stream, from, to) {
    for (let value = from; value < to; value++) {
      if (!stream.write(value)) await once(stream, "drain");
    }
  },
  iterate,
  async mapOrdered(values, fn, concurrency, visit) {
    for await (const value of Readable.from(values).map(fn, { concurrency })) {
      visit(value);
    }
  },
};
