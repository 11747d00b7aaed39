import { heldBy } from "../support/held.mjs";

export default {
  name: "memory-idle",
  workload: "W9",
  unit: "B",
  title: (capacity) => `memory of an idle channel of capacity ${capacity}`,
  parameters: [0, 16, 1024],
  needs: ["open"],
  bounded: true,
  measure: (contender, capacity) => heldBy(20_000, () => contender.open(capacity)),
};
