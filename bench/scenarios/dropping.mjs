import { expect } from "../support/arrivals.mjs";

/** The newcomers go, so the first `capacity` values are left. */
export default {
  name: "dropping",
  workload: "W10",
  title: (capacity) => `trySend into a full dropping buffer of ${capacity}`,
  parameters: [16],
  needs: ["openDropping", "storm", "left"],
  operations: 5_000,
  async run(contender, capacity, count) {
    const ch = contender.openDropping(capacity);
    for (let value = 0; value < count; value++) contender.storm(ch, value);
    const left = await contender.left(ch, capacity);
    expect(left.length, capacity);
    left.forEach((value, index) => expect(value, index));
  },
};
