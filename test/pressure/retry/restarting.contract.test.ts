// restarting, whose source is what the stage above gives, in the contract of all stages: with one attempt it passes on
// whatever happens.
import { restarting } from "sluice";
import { stageContract } from "../../suites/contracts/stage.ts";

const test = stageContract({
  title: "restarting(() => input)",
  make: () => (input) => restarting(() => input, { attempts: 1 }),
});

test.run();
