import { inOrder } from "../support/arrivals.mjs";

export default {
  name: "receive",
  workload: (capacity) => capacity === 0 ? "W1" : "W2",
  title: (capacity) => `send, receive, ${capacity === 0 ? "rendezvous" : `capacity ${capacity}`}`,
  parameters: [0, 16, 1024],
  needs: ["open", "fill", "close", "drain"],
  operations: 5_000,
  async run(contender, capacity, count) {
    const { visit, finish } = inOrder(count);
    const ch = contender.open(capacity);
    const sending = contender.fill(ch, 0, count).then(() => contender.close(ch));
    await contender.drain(ch, visit);
    await sending;
    finish();
  },
};
