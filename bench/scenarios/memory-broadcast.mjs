import { heldBy } from "../support/held.mjs";

const COUNT = 1 << 18;

export default {
  name: "memory-broadcast",
  workload: "W9",
  unit: "B",
  title: (subscribers) => `memory of a value that ${subscribers} subscribers have yet to read`,
  parameters: [8],
  needs: ["holdForAll"],
  bounded: true,
  async measure(contender, subscribers) {
    const bytes = await heldBy(1, () => contender.holdForAll(subscribers, COUNT));
    return bytes / COUNT;
  },
};
