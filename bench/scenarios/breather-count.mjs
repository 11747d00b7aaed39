import { builds, pass, spentOn } from "../support/breather.mjs";

const LOOKS = 1_000_000;
const TURNS = 2_000;

export default {
  name: "breather-count",
  workload: "C23",
  unit: "%",
  title: () => "what the breather costs: looks at the clock and turns of the loop, each by its price",
  parameters: [16],
  only: ["sluice"],
  bare: true,
  async measure(_contender, capacity) {
    const counts = { looks: 0, turns: 0 };
    const { now } = Date;
    const { setImmediate } = globalThis;
    const price = {
      look: await spentOn(looks) / LOOKS,
      turn: await spentOn(turns) / TURNS,
    };
    // turn.ts takes these when it is loaded, which is now.
    Date.now = () => (counts.looks++, now());
    globalThis.setImmediate = (task) => (counts.turns++, setImmediate(task));
    const contender = await builds.sluice();
    Object.assign(Date, { now });
    Object.assign(globalThis, { setImmediate });
    let spent = Infinity;
    for (let round = 0; round < 10; round++) {
      Object.assign(counts, { looks: 0, turns: 0 });
      spent = Math.min(spent, await pass(contender, capacity));
    }
    if (counts.looks === 0) {
      throw new Error("The breather never looked at the clock");
    }
    return 100 * (counts.looks * price.look + counts.turns * price.turn) /
      spent;
  },
};

let sum = 0;
// deno-lint-ignore require-await -- as `spentOn` wants it
async function looks() {
  for (let look = 0; look < LOOKS; look++) sum += Date.now() & 1;
  if (sum < 0) throw new Error("The clock runs backwards");
}

async function turns() {
  for (let turn = 0; turn < TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
