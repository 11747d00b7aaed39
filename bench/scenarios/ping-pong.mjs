import { inOrder } from "../support/arrivals.mjs";

export default {
  name: "ping-pong",
  workload: "W4",
  title: () => "round trip over two channels",
  parameters: [0],
  needs: ["open", "ask", "serve"],
  operations: 4_000,
  async run(contender, capacity, count) {
    const { visit, finish } = inOrder(count, 1);
    const [requests, replies] = [
      contender.open(capacity),
      contender.open(capacity),
    ];
    await Promise.all([
      contender.serve(requests, replies, count),
      contender.ask(requests, replies, count, visit),
    ]);
    finish();
  },
};
