import { expect } from "../support/arrivals.mjs";

const PRIMES = new Map([[100, 541], [500, 3_571]]);

export default {
  name: "sieve",
  workload: "W6",
  title: (count) => `prime sieve to the ${count}th, for each prime`,
  parameters: [500],
  needs: ["open", "fill", "takeSome", "sift"],
  bounded: true,
  fixed: (count) => count,
  async run(contender, count) {
    let from = contender.open(0);
    let prime = 0;
    contender.fill(from, 2, Infinity); // stays behind with the stages, when nobody takes any more
    for (let found = 0; found < count; found++) {
      await contender.takeSome(from, 1, (value) => void (prime = value));
      const next = contender.open(0);
      contender.sift(from, next, prime);
      from = next;
    }
    expect(prime, PRIMES.get(count));
  },
};
