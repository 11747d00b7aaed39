import { pushable } from "it-pushable";
import { iterate, withLoops } from "../support/loops.mjs";

export default {
  package: "it-pushable",
  about: "unbounded",
  bounded: false,
  ...withLoops({
    open: () => pushable({ objectMode: true }),
    close: (source) => source.end(),
    send: (source, value) => void source.push(value),
  }),
  iterate,
};
