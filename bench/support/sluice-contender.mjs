// Sluice as its README shows it, from either of the two builds.
import { END, iterate, withLoops } from "./loops.mjs";

export function sluiceWith(
  { broadcast, channel, dropping, map, pipeline, select, selectLoop, sliding },
) {
  return {
    ...withLoops({
      open: (capacity) => channel(capacity),
      close: (ch) => ch.close(),
      send: (ch, value) => ch.send(value),
      receive: (ch) => ch.receive(),
      taken: ({ done, value }) => done ? END : value,
    }),
    bounded: true,
    iterate,
    openForCrowds: () => channel(0, { maxWaiting: Infinity }),
    post: (ch, value) => void ch.trySend(value),
    park: (ch, value) => ch.send(value),
    wait: (ch) => ch.receive(),
    waitWith: (ch, signal) => ch.receive({ signal }),

    sendMany: (ch, values) => ch.sendAll(values),
    async takeBatches(ch, visit) {
      for await (const batch of ch.batches()) {
        for (const value of batch) visit(value);
      }
    },

    async selectEach(channels, rounds, arm, visit) {
      for (let round = 0; round < rounds; round++) {
        arm(round);
        const hit = await select(channels);
        visit(hit.value);
      }
    },
    async selectLoop(channels, rounds, visit) {
      let round = 0;
      for await (const hit of selectLoop(channels)) {
        visit(hit.value);
        if (++round === rounds) break;
      }
    },

    maps: (values, functions, visit) => pipeline(values, ...functions.map((fn) => map(fn))).forEach(visit),
    async mapsIterate(values, functions, visit) {
      for await (
        const value of pipeline(
          values,
          ...functions.map((fn) => map(fn)),
        )
      ) visit(value);
    },
    mapOrdered: (values, fn, concurrency, visit) => pipeline(values, map(fn, { concurrency })).forEach(visit),
    mapUnordered: (values, fn, concurrency, visit) =>
      pipeline(values, map(fn, { concurrency, ordered: false })).forEach(visit),

    async broadcast(visits, count) {
      const source = broadcast();
      const reading = visits.map((visit) => iterate(source.subscribe(16), visit));
      for (let value = 0; value < count; value++) await source.send(value);
      source.close();
      await Promise.all(reading);
    },
    holdForAll(subscribers, count) {
      const source = broadcast();
      const all = Array.from({ length: subscribers }, () => source.subscribe(count));
      for (let value = 0; value < count; value++) source.trySend(value);
      return { source, all };
    },

    openSliding: (capacity) => channel(sliding(capacity)),
    openDropping: (capacity) => channel(dropping(capacity)),
    storm: (ch, value) => void ch.trySend(value),
    async left(ch) {
      ch.close();
      const values = [];
      for await (const value of ch) values.push(value);
      return values;
    },

    /** Aborts each of many waiting receives; gives how many were told. */
    async cancelEach(ch, count, measure) {
      const controllers = Array.from(
        { length: count },
        () => new AbortController(),
      );
      let told = 0;
      const waiting = controllers.map(({ signal }) => ch.receive({ signal }).catch(() => told++));
      await measure(async () => {
        for (const controller of controllers) controller.abort("enough");
        await Promise.all(waiting);
      });
      return told;
    },
    async cancelAll(ch, count, measure) {
      const controller = new AbortController();
      let told = 0;
      const { signal } = controller;
      const waiting = Array.from(
        { length: count },
        () => ch.receive({ signal }).catch(() => told++),
      );
      await measure(async () => {
        controller.abort("enough");
        await Promise.all(waiting);
      });
      return told;
    },
  };
}
