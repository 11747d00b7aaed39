import { median } from "../support/breather.mjs";
import { numberFrom } from "../support/child-script.mjs";

const PAIRS = 20;

export default {
  name: "breather-cost",
  workload: "C23",
  unit: "%",
  title: () => `what the breather costs: median of ${PAIRS} pairs of processes with it and without`,
  parameters: [16],
  only: ["sluice"],
  bare: true,
  measure(_contender, capacity) {
    const ratios = Array.from({ length: PAIRS }, () => {
      const without = numberFrom("pass.mjs", "breathless", `${capacity}`);
      return numberFrom("pass.mjs", "sluice", `${capacity}`) / without;
    });
    return 100 * (median(ratios) - 1);
  },
};
