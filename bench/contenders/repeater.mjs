import { FixedBuffer, Repeater } from "@repeaterjs/repeater";

export default {
  package: "@repeaterjs/repeater",
  bounded: true,
  async pass(capacity, count, visit) {
    const values = new Repeater(async (push, stop) => {
      for (let value = 0; value < count; value++) await push(value);
      stop();
    }, capacity === 0 ? undefined : new FixedBuffer(capacity));
    for await (const value of values) visit(value);
  },
};
