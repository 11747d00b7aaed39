import { Channel } from "queueable";
import { END, iterate, withLoops } from "../support/loops.mjs";

export default {
  package: "queueable",
  about: "no bounded buffer: every awaited push waits for its pull",
  bounded: true,
  ...withLoops({
    open: () => new Channel(),
    close: (ch) => void ch.return(),
    send: (ch, value) => ch.push(value),
    receive: (ch) => ch.next(),
    taken: ({ done, value }) => done ? END : value,
  }),
  iterate,
  park: (ch, value) => ch.push(value),
  wait: (ch) => ch.next(),
};
