// Lesson 13: tasks live and end together.
//
// You learn: `group` never returns before every task that it started has ended. The first failure aborts the others, and
// is what the group throws. So no task is forgotten, goes on after its caller has left, or fails unheard.
import { group, sleep } from "sluice";

const total = await group(async (g) => {
  const tea = g.go(() => 3);
  const rum = g.go(async () => await Promise.resolve(4));
  return await tea + await rum;
});
console.log("total", total);

try {
  await group((g) => {
    g.go(async (signal) => {
      try {
        await sleep(60_000, { signal });
      } finally {
        console.log("the long task was aborted");
      }
    });
    g.go(() => Promise.reject(new Error("out of tea")));
  });
} catch (error) {
  console.log((error as Error).message);
}

// Output:
// total 7
// the long task was aborted
// out of tea
