import medium from "medium";
import { END, withLoops } from "../support/loops.mjs";

const { any, buffers, chan, close, CLOSED, put, take } = medium;

export default {
  package: "medium",
  about: "no iterator",
  bounded: true,
  ...withLoops({
    open: (capacity) => capacity === 0 ? chan() : chan(capacity),
    close,
    send: put,
    receive: take,
    taken: (value) => value === CLOSED ? END : value,
  }),
  park: put,
  wait: take,
  async selectEach(channels, rounds, arm, visit) {
    for (let round = 0; round < rounds; round++) {
      arm(round);
      const [value] = await any(...channels);
      visit(value);
    }
  },
  openSliding: (capacity) => chan(buffers.sliding(capacity)),
  openDropping: (capacity) => chan(buffers.dropping(capacity)),
  storm: (ch, value) => void put(ch, value),
  async left(ch, count) {
    const values = [];
    while (values.length < count) values.push(await take(ch));
    return values;
  },
};
