import { group, sleep } from "sluice";

const waiting = group((g) => {
  g.go(async ({ signal }) => {
    try {
      await sleep(60_000, { signal });
    } catch (reason) {
      console.log("the long task was stopped");
      throw reason;
    }
  });
  g.go(() => {
    throw new Error("out of tea");
  });
}, { limit: 2 });
await waiting.catch((error) => console.log("failed:", error.message));
