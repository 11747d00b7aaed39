import { heldBy } from "../support/held.mjs";

export default {
  name: "memory-send",
  workload: "W9",
  unit: "B",
  title: () => "memory of a waiting send, its promise included",
  parameters: [50_000],
  needs: ["open", "park"],
  bounded: true,
  measure(contender, count) {
    const ch = contender.open(0);
    return heldBy(count, (index) => contender.park(ch, index));
  },
};
