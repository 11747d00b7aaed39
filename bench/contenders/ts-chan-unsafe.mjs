import { tsChan } from "../support/ts-chan.mjs";

export default tsChan({
  unsafe: true,
  about: "with its own setUnsafe(true): never yields to the event loop",
});
