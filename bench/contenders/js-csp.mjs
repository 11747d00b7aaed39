import csp from "js-csp";

const {
  alts,
  buffers,
  chan,
  CLOSED,
  go,
  offer,
  operations,
  poll,
  put,
  putAsync,
  take,
  takeAsync,
} = csp;

/** Resolves when the process has ended. */
const finished = (generator, ...words) => new Promise((resolve) => takeAsync(go(generator, words), resolve));

export default {
  package: "js-csp",
  about: "generators on a dispatcher of its own; 1,024 waiting at most",
  bounded: true,
  open: (capacity) => capacity === 0 ? chan() : chan(capacity),
  close: (ch) => ch.close(),
  fill: (ch, from, to) =>
    finished(function* () {
      for (let value = from; value < to; value++) yield put(ch, value);
    }),
  drain: (ch, visit) =>
    finished(function* () {
      for (;;) {
        const value = yield take(ch);
        if (value === CLOSED) return;
        visit(value);
      }
    }),
  broadcast: (visits, count) =>
    finished(function* () {
      const source = chan();
      const all = operations.mult(source);
      const reading = visits.map((visit) => {
        const tap = chan(16);
        operations.mult.tap(all, tap);
        return go(function* () {
          for (;;) {
            const value = yield take(tap);
            if (value === CLOSED) return;
            visit(value);
          }
        });
      });
      for (let value = 0; value < count; value++) yield put(source, value);
      source.close();
      for (const done of reading) yield take(done);
    }),
  post: (ch, value) => void offer(ch, value),
  park: (ch, value) => putAsync(ch, value),
  wait: (ch) => takeAsync(ch, () => {}),
  serve: (requests, replies, rounds) =>
    finished(function* () {
      for (let round = 0; round < rounds; round++) {
        yield put(replies, (yield take(requests)) + 1);
      }
    }),
  ask: (requests, replies, rounds, visit) =>
    finished(function* () {
      let value = 0;
      for (let round = 0; round < rounds; round++) {
        yield put(requests, value);
        value = yield take(replies);
        visit(value);
      }
    }),
  relay: (from, to) =>
    finished(function* () {
      yield put(to, (yield take(from)) + 1);
    }),
  takeSome: (ch, count, visit) =>
    finished(function* () {
      for (let index = 0; index < count; index++) visit(yield take(ch));
    }),
  sift: (from, to, prime) =>
    finished(function* () {
      for (;;) {
        const value = yield take(from);
        if (value % prime !== 0) yield put(to, value);
      }
    }),
  spread: (channels, count) =>
    finished(function* () {
      for (let value = 0; value < count; value++) {
        yield put(channels[value % channels.length], value);
      }
    }),
  selectEach: (channels, rounds, arm, visit) =>
    finished(function* () {
      for (let round = 0; round < rounds; round++) {
        arm(round);
        const { value } = yield alts(channels);
        visit(value);
      }
    }),
  openSliding: (capacity) => chan(buffers.sliding(capacity)),
  openDropping: (capacity) => chan(buffers.dropping(capacity)),
  storm: (ch, value) => void offer(ch, value),
  left(ch, count) {
    return Array.from({ length: count }, () => poll(ch));
  },
};
