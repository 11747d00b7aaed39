import pRetry, { AbortError } from "p-retry";

const options = { retries: 3, minTimeout: 1, factor: 2, randomize: true };

const answer = await pRetry((attempt) => {
  if (attempt < 3) throw new Error("busy");
  return `attempt ${attempt}`;
}, { ...options, onFailedAttempt: ({ error }) => console.log(error.message) });
console.log(answer);

await pRetry(() => {
  throw new AbortError("no such page");
}, options).catch((error) => console.log(error.message));

// Output:
// busy
// busy
// attempt 3
// no such page
