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
  async broadcast(visits, count) {
    const emitter = new EventEmitter();
    const reading = visits.map(async (visit) => {
      for await (const [value] of on(emitter, "value", { close: ["end"] })) visit(value);
    });
    for (let value = 0; value < count; value++) {
      emitter.emit("value", value);
      await undefined; // it would keep all values otherwise
    }
    emitter.emit("end");
    await Promise.all(reading);
  },
  async iterate({ events }, visit) {
    for await (const [value] of events) visit(value);
  },
};
