// After Edsger Dijkstra, "Hierarchical Ordering of Sequential Processes" (EWD 310, 1971): the dining philosophers.
//
// It shows a deadlock, and three ways out: an order of the forks (Dijkstra), a butler who lets only four sit down (Hoare),
// and nobody who holds one fork and waits for another.
import { group, Mutex, Semaphore, sleep } from "sluice";
import { seeded } from "../seeded.ts";

const names = ["Plato", "Kant", "Hume", "Marx", "Weil"];
const meals = 3;

type Dine = (left: Mutex, right: Mutex, seat: number, signal: AbortSignal) => Promise<void>;

/** Each takes the left fork, and then the right one. A little thought in between, and all starve. */
const naive: Dine = async (left, right, _seat, signal) => {
  using _left = await left.acquire({ signal });
  await Promise.resolve();
  using _right = await right.acquire({ signal });
};

/** The forks have an order, and everyone takes the lower one first: the last philosopher is left-handed. */
const ordered: Dine = (left, right, seat, signal) =>
  seat === names.length - 1 ? naive(right, left, seat, signal) : naive(left, right, seat, signal);

/** Four can never all wait for each other. */
const butler = new Semaphore(names.length - 1);
const seated: Dine = async (...party) => await butler.with(() => naive(...party));

const random = seeded(1971);

/** Who cannot have both forks puts the first one back, and for how long is a matter of dice: in step they would starve. */
const modest: Dine = async (left, right, _seat, signal) => {
  for (;;) {
    {
      using _left = await left.acquire({ signal });
      using second = right.tryAcquire();
      if (second !== undefined) return await Promise.resolve();
    }
    await sleep(5 * random(), { signal });
  }
};

async function dinner(title: string, dine: Dine) {
  const forks = names.map(() => new Mutex());
  const eaten = names.map(() => 0);
  const waiter = new AbortController();
  const guests = group(async (g) => {
    for (const seat of names.keys()) {
      g.go(async ({ signal }) => {
        for (; eaten[seat]! < meals; eaten[seat]!++) {
          await dine(forks[seat]!, forks[(seat + 1) % names.length]!, seat, signal);
        }
      });
    }
    while (eaten.some((count) => count < meals)) {
      const before = eaten.join();
      await sleep(50, { signal: g.signal });
      if (eaten.join() !== before || forks.some(({ locked }) => !locked)) continue;
      return waiter.abort(`every fork is taken, and nobody eats: ${eaten.join(" ")}`);
    }
  }, { signal: waiter.signal });
  try {
    await guests;
    console.log(`${title}: all have eaten ${eaten.join(" ")}`);
  } catch (reason) {
    console.log(`${title}: ${reason}`);
  }
}

await dinner("naive", naive);
await dinner("ordered", ordered);
await dinner("with a butler", seated);
await dinner("modest", modest);

// Output:
// naive: every fork is taken, and nobody eats: 0 0 0 0 0
// ordered: all have eaten 3 3 3 3 3
// with a butler: all have eaten 3 3 3 3 3
// modest: all have eaten 3 3 3 3 3
