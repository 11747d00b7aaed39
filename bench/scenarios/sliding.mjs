import { expect } from "../support/arrivals.mjs";

/** The oldest go, so the last `capacity` values are left. */
export default {
  name: "sliding",
  workload: "W10",
  title: (capacity) => `trySend into a full sliding buffer of ${capacity}`,
  parameters: [16],
  needs: ["openSliding", "storm", "left"],
  operations: 5_000,
  async run(contender, capacity, count) {
    const ch = contender.openSliding(capacity);
    for (let value = 0; value < count; value++) contender.storm(ch, value);
    const left = await contender.left(ch, capacity);
    expect(left.length, capacity);
    left.forEach((value, index) => expect(value, count - capacity + index));
  },
};
