import { onceEach } from "../support/arrivals.mjs";

const SENDERS = 8;
const RECEIVERS = 8;

export default {
  name: "many",
  workload: "W3",
  title: (capacity) => `${SENDERS} senders, ${RECEIVERS} receivers, capacity ${capacity}`,
  parameters: [16],
  needs: ["open", "fill", "close", "drain"],
  bounded: true,
  operations: 4_000,
  async run(contender, capacity, count) {
    const each = Math.ceil(count / SENDERS);
    const { visit, finish } = onceEach(each * SENDERS);
    const ch = contender.open(capacity);
    const receiving = Array.from(
      { length: RECEIVERS },
      () => contender.drain(ch, visit),
    );
    const sending = Array.from(
      { length: SENDERS },
      (_, index) => contender.fill(ch, index * each, (index + 1) * each),
    );
    await Promise.all(sending);
    contender.close(ch);
    await Promise.all(receiving);
    finish();
  },
};
