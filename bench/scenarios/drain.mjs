import { inOrder } from "../support/arrivals.mjs";
import { collect } from "../support/heap.mjs";

/** Values taken in one run, and senders that wait, in as many lines as that makes: the length of a line is what differs. */
const TAKEN = 100_000;
const WAITING = 1_000_000;
const CHUNK = 100;
/** Seconds after which a run has shown enough. */
const ENOUGH = 1;

export default {
  name: "drain",
  workload: "W11",
  title: (waiting) => `receive from ${waiting.toLocaleString("en")} waiting senders`,
  parameters: [1, 1_000, 100_000, 1_000_000],
  needs: ["open", "park", "takeSome"],
  fixed: () => TAKEN,
  runs: 2,
  async run(contender, waiting, _count, time) {
    const lines = Math.min(TAKEN, WAITING / waiting);
    const open = contender.openForCrowds ?? contender.open;
    const channels = Array.from({ length: lines }, () => open(0));
    for (const ch of channels) {
      for (let value = 0; value < waiting; value++) contender.park(ch, value);
    }
    await null;
    collect();
    let taken = 0;
    const until = performance.now() + 1_000 * ENOUGH;
    for (const ch of channels) {
      if (taken === TAKEN || performance.now() > until) break;
      const { visit } = inOrder(waiting);
      await time(async () => {
        for (
          let left = waiting;
          left > 0 && taken < TAKEN && performance.now() < until;
          left -= CHUNK
        ) {
          await contender.takeSome(ch, Math.min(left, CHUNK), visit);
          taken += Math.min(left, CHUNK);
        }
      });
    }
    return { operations: taken };
  },
};
