import { EventEmitter, on } from "node:events";
import { withLoops } from "../support/loops.mjs";

export default {
  about: "events.on, of the runtime's node:events; unbounded",
  bounded: false,
  ...withLoops({
    open() {
      const emitter = new EventEmitter();
      return { emitter, events: on(emitter, "value", { close: ["end"] }) };
    },
    close: ({ emitter }) => void emitter.emit("end"),
    send: ({ emitter }, value) => void emitter.emit("value", value),
  }),
  async iterate({ events }, visit) {
    for await (const [value] of events) visit(value);
  },
};
