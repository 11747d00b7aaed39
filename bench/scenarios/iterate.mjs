import { inOrder } from "../support/arrivals.mjs";

export default {
  name: "iterate",
  workload: (capacity) => capacity === 0 ? "W1" : "W2",
  title: (capacity) => `send, for await, ${capacity === 0 ? "rendezvous" : `capacity ${capacity}`}`,
  parameters: [0, 1, 16, 128, 1024],
  needs: ["pass"],
  or: ["open", "fill", "close", "iterate"],
  operations: 5_000,
  async run(contender, capacity, count) {
    const { visit, finish } = inOrder(count);
    if (contender.pass !== undefined) {
      await contender.pass(capacity, count, visit);
    } else {
      const ch = contender.open(capacity);
      const sending = contender.fill(ch, 0, count).then(() => contender.close(ch));
      await contender.iterate(ch, visit);
      await sending;
    }
    finish();
  },
};
