import { dropping, sliding } from "@thi.ng/buffers";
import { channel, mult, select } from "@thi.ng/csp";
import { END, iterate, withLoops } from "../support/loops.mjs";

export default {
  package: "@thi.ng/csp",
  about: "awaited writes wait for the read even when the buffer has room; 1,024 waiting at most",
  bounded: true,
  ...withLoops({
    open: (capacity) => channel(Math.max(1, capacity)),
    close: (ch) => ch.close(),
    send: (ch, value) => ch.write(value),
    receive: (ch) => ch.read(),
    taken: (value) => value === undefined ? END : value,
  }),
  iterate,
  park: (ch, value) => ch.write(value),
  wait: (ch) => ch.read(),
  post: (ch, value) => void ch.offer(value),
  async selectEach(channels, rounds, arm, visit) {
    for (let round = 0; round < rounds; round++) {
      arm(round);
      const [value] = await select(...channels);
      visit(value);
    }
  },
  async broadcast(visits, count) {
    const source = mult("all");
    const reading = visits.map((visit) => iterate(source.subscribe(channel(16)), visit));
    for (let value = 0; value < count; value++) await source.write(value);
    source.close();
    await Promise.all(reading);
  },
  openSliding: (capacity) => channel(sliding(capacity)),
  openDropping: (capacity) => channel(dropping(capacity)),
  storm: (ch, value) => void ch.offer(value),
  left(ch) {
    const values = [];
    for (let value = ch.poll(); value !== undefined; value = ch.poll()) {
      values.push(value);
    }
    return values;
  },
};
