import { Chan, recv, Select } from "ts-chan";
import { END, iterate, withLoops } from "./loops.mjs";

/** Both rows of ts-chan: as it comes, and with the guard of the event loop switched off. */
export function tsChan({ unsafe, about }) {
  return {
    package: "ts-chan",
    about,
    bounded: true,
    ...withLoops({
      open: (capacity) => new Chan(capacity).setUnsafe(unsafe),
      close: (ch) => ch.close(),
      send: (ch, value) => ch.send(value),
      receive: (ch) => ch.recv(),
      taken: ({ done, value }) => done ? END : value,
    }),
    iterate,
    park: (ch, value) => ch.send(value),
    wait: (ch) => ch.recv(),
    waitWith: (ch, signal) => ch.recv(signal),
    post: (ch, value) => void ch.trySend(value),
    async selectEach(channels, rounds, arm, visit) {
      const select = new Select(channels.map((ch) => recv(ch))).setUnsafe(
        unsafe,
      );
      for (let round = 0; round < rounds; round++) {
        arm(round);
        const index = await select.wait();
        visit(select.recv(select.cases[index]).value);
      }
    },
    async cancelEach(ch, count, measure) {
      const controllers = Array.from(
        { length: count },
        () => new AbortController(),
      );
      let told = 0;
      const waiting = controllers.map(({ signal }) => ch.recv(signal).catch(() => told++));
      await measure(async () => {
        for (const controller of controllers) controller.abort("enough");
        await Promise.all(waiting);
      });
      return told;
    },
  };
}
