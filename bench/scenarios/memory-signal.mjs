import { heldBy } from "../support/held.mjs";

export default {
  name: "memory-signal",
  workload: "W9",
  unit: "B",
  title: () => "memory of a waiting receive with a signal, its promise included",
  parameters: [50_000],
  needs: ["open", "waitWith"],
  bounded: true,
  measure(contender, count) {
    const ch = contender.open(0);
    const { signal } = new AbortController();
    return heldBy(count, () => contender.waitWith(ch, signal));
  },
};
