import {
  buffer,
  channel,
  debounce,
  filter,
  flatMap,
  type Flow,
  map,
  pipeline,
  sample,
  sliding,
  type Stage,
  take,
  tee,
} from "sluice";
import * as assert from "uvu/assert";
import { Breather } from "../../src/flow/breather.ts";
import { naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { breathe, starve } from "../support/hot-loop.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("Breather");

function spin(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

/** Counts how often it is woken. */
class Sleeper {
  woken = 0;

  wake(): void {
    this.woken++;
  }
}

test("a loop need not stop as long as the event loop has its turns (C23)", async () => {
  const [breather, sleeper] = [new Breather(), new Sleeper()];
  for (let round = 0; round < 20; round++) {
    await turn();
    assert.not(breather.stops(sleeper));
  }
  assert.is(sleeper.woken, 0);
});

test("a loop must stop when the event loop starves, and is woken after its turn, once, however often it asks (C23)", async () => {
  const [breather, sleeper] = [new Breather(), new Sleeper()];
  await turn();
  starve();
  for (let count = 0; count < 10; count++) assert.ok(breather.stops(sleeper));
  assert.is(sleeper.woken, 0);
  await turn();
  await turn();
  assert.is(sleeper.woken, 1);
});

test("whoever has waited goes on, though others have used up all time again; and then stops again (C23)", async () => {
  const [breather, sleeper] = [new Breather(), new Sleeper()];
  await turn();
  starve();
  for (let round = 1; round < 5; round++) {
    assert.ok(breather.stops(sleeper));
    await breathe();
    assert.is(sleeper.woken, round);
    starve();
    assert.not(breather.stops(sleeper));
    spin(3);
  }
});

test("the right to go on is used up at the next step, needed or not (C23)", async () => {
  const [breather, sleeper] = [new Breather(), new Sleeper()];
  await turn();
  starve();
  assert.ok(breather.stops(sleeper));
  await turn();
  assert.not(breather.stops(sleeper));
  starve();
  assert.ok(breather.stops(sleeper));
});

test("a loop that goes on though the event loop starves makes no promises meanwhile", async () => {
  const [breather, sleeper] = [new Breather(), new Sleeper()];
  await turn();
  starve();
  assert.ok(breather.stops(sleeper));
  await turn();
  starve();
  assert.is(
    promisesMade(() => {
      while (!breather.stops(sleeper));
    }),
    2, // for the turn that it waits for at last, and for what follows that
  );
});

/** How many promises are constructed while this runs. */
function promisesMade(run: () => void): number {
  const { Promise: original } = globalThis;
  let made = 0;
  globalThis.Promise = class<T> extends original<T> {
    constructor(...given: ConstructorParameters<typeof original<T>>) {
      super(...given);
      made++;
    }
  } as PromiseConstructor;
  try {
    run();
  } finally {
    globalThis.Promise = original;
  }
  return made;
}

/** Reads this flow beside one that reads on for ever, for a while at least; gives its values and the turns of a timer. */
async function besideHog(flow: Flow<unknown>, enough: number): Promise<[values: number, turns: number]> {
  const hog = pipeline(naturals(), sample(1));
  const hogging = failure(hog.run());
  await turn();
  let turns = 0;
  const interval = setInterval(() => turns++, 0);
  let values = 0;
  const start = Date.now();
  for await (const _ of flow) {
    const passed = Date.now() - start;
    if (++values >= enough && passed >= (turns > 0 ? 60 : 2000)) break; // the machine may be slow to start timers
  }
  clearInterval(interval);
  await hog.cancel();
  await hogging;
  return [values, turns];
}

const flows: Record<string, () => Flow<unknown>> = {
  "of a synchronous source": () => pipeline(naturals(), map((n) => n)),
  "that passes few values": () => pipeline(naturals(), filter((n) => n % 50 === 0)),
  "of a channel": () => {
    const numbers = channel<number>(16);
    void numbers.sendAll(naturals());
    return pipeline(numbers, map((n) => n));
  },
  "of flows of flows": () => pipeline(pipeline(pipeline(naturals()), map((n) => n))),
  "that reads on, too": () => pipeline(naturals(), sample(1)),
  "that is split": () => {
    const [one, other] = tee(naturals());
    void pipeline(other, take(16)).run();
    return one;
  },
};

for (const [title, open] of Object.entries(flows)) {
  test(`beside a flow that reads on for ever, one ${title} goes on (C23)`, async () => {
    const [values, turns] = await besideHog(open(), 8);
    assert.ok(values >= 8, `${values} values`);
    assert.ok(turns > 0);
  });
}

const shares: Record<string, () => Stage<number, unknown>> = {
  "map()": () => map((n) => n),
  "map() of several at once": () => map((n) => n, { concurrency: 2 }),
  "flatMap()": () => flatMap((n) => [n]),
};

for (const [title, stage] of Object.entries(shares)) {
  test(`beside a flow that reads on for ever, one with ${title} has its share, and not only a step (C23)`, async () => {
    const [values, turns] = await besideHog(pipeline(naturals(), stage()), 1000);
    assert.ok(values > 3 * turns, `${values} values in ${turns} turns`);
  });
}

const greedy: Record<string, () => Stage<number, number>> = {
  "sample()": () => sample(1),
  "debounce()": () => debounce(0),
  "buffer()": () => buffer(sliding(4)),
  "map() without a bound": () => map((n) => Promise.resolve(n), { concurrency: Infinity }),
};

for (const [title, stage] of Object.entries(greedy)) {
  test(`an endless synchronous source does not keep the values of ${title} from their consumer (C23)`, async () => {
    const flow = pipeline(naturals(), stage());
    let values = 0;
    for await (const _ of flow) if (++values === 5) break;
    assert.is(values, 5);
  });
}

test.run();
