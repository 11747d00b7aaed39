import { builds, median } from "../support/breather.mjs";

const TIMERS = 21;
const DELAY = 5;

export default {
  name: "breather-timer",
  workload: "C23",
  unit: "ms",
  title: () => `when a timer of ${DELAY} ms fires beside a loop that never waits, median of ${TIMERS}`,
  parameters: [16],
  only: ["sluice"],
  bare: true,
  async measure(_contender, capacity) {
    const contender = await builds.sluice();
    const ch = contender.open(capacity);
    const receiving = contender.iterate(ch, () => {});
    const delays = [];
    let running = true;
    const timers = (async () => {
      while (delays.length < TIMERS) {
        const from = performance.now();
        await new Promise((resolve) => setTimeout(resolve, DELAY));
        delays.push(performance.now() - from);
      }
      running = false;
    })();
    for (let value = 0; running; value += 1_000) {
      await contender.fill(ch, value, value + 1_000);
    }
    contender.close(ch);
    await Promise.all([timers, receiving]);
    return median(delays);
  },
};
