import { inOrder } from "../support/arrivals.mjs";

export default {
  name: "broadcast",
  workload: "W8",
  title: (subscribers) => `one sender, ${subscribers} ${subscribers === 1 ? "subscriber" : "subscribers"}`,
  parameters: [1, 2, 8],
  needs: ["broadcast"],
  operations: 4_000,
  /** An operation is one delivery. */
  async run(contender, subscribers, count) {
    const each = Math.ceil(count / subscribers);
    const readers = Array.from({ length: subscribers }, () => inOrder(each));
    await contender.broadcast(readers.map(({ visit }) => visit), each);
    for (const { finish } of readers) finish();
    return { operations: each * subscribers };
  },
};
