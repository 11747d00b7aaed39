import { retry } from "sluice";

const options = { attempts: 4, delay: 1, jitter: "full" } as const; // the first call counts

const answer = await retry(({ attempt }) => {
  if (attempt < 3) throw new Error("busy");
  return `attempt ${attempt}`;
}, { ...options, when: (error) => (console.log((error as Error).message), true) });
console.log(answer);

await retry(() => {
  throw new RangeError("no such page");
}, { ...options, when: (error) => !(error instanceof RangeError) }).catch((error) => console.log(error.message));

// Output:
// busy
// busy
// attempt 3
// no such page
