// The stages that know the time, in the contract of all stages.
import { batch, debounce, sample, timeout } from "sluice";
import { stageContract } from "../suites/contracts/stage.ts";

const batched = { items: (given: unknown) => given as unknown[] };

const test = stageContract(
  { title: "timeout(ms)", make: () => timeout(1_000_000), timed: true },
  { title: "debounce(ms)", make: () => debounce(20), ahead: Infinity, loses: true, timed: true },
  { title: "debounce(0)", make: () => debounce(0), ahead: Infinity, loses: true },
  { title: "sample(ms)", make: () => sample(20), ahead: Infinity, loses: true, timed: true },
  { title: "sample(0)", make: () => sample(0), ahead: Infinity, loses: true },
  {
    title: "batch(2, { within })",
    make: () => batch(2, { within: 20 }),
    gives: (numbers) =>
      numbers.filter((_, index) => index % 2 === 0).map((first) => numbers.slice(first - 1, first + 1)),
    per: 2,
    ...batched,
  },
  {
    title: "batch(Infinity, { within })",
    make: () => batch(Infinity, { within: 20 }),
    gives: (numbers) => numbers.length > 0 ? [numbers] : [],
    ahead: Infinity,
    timed: true,
    ...batched,
  },
);

test.run();
