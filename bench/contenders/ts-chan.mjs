import { tsChan } from "../support/ts-chan.mjs";

export default tsChan({
  unsafe: false,
  about: "yields to the event loop on every send and receive",
});
