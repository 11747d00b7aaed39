import { inOrder } from "../support/arrivals.mjs";
import { numbers } from "../support/numbers.mjs";

export default {
  name: "batches",
  workload: "W2",
  title: (capacity) => `sendAll, batches, capacity ${capacity}`,
  parameters: [1024],
  needs: ["open", "sendMany", "close", "takeBatches"],
  operations: 50_000,
  async run(contender, capacity, count) {
    const { visit, finish } = inOrder(count);
    const ch = contender.open(capacity);
    const sending = contender.sendMany(ch, numbers(count)).then(() => contender.close(ch));
    await contender.takeBatches(ch, visit);
    await sending;
    finish();
  },
};
