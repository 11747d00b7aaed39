import { heldBy } from "../support/held.mjs";

const COUNT = 1 << 18;

export default {
  name: "memory-buffered",
  workload: "W9",
  unit: "B",
  title: () => "memory of a buffered value",
  parameters: [COUNT],
  needs: ["open", "post"],
  bounded: true,
  async measure(contender, capacity) {
    const bytes = await heldBy(1, () => {
      const ch = contender.open(capacity);
      for (let value = 0; value < capacity; value++) contender.post(ch, value);
      return ch;
    });
    return bytes / capacity;
  },
};
