// After the prime sieve of the Go project (doc/play/sieve.go), from Doug McIlroy's "coroutine prime number sieve" (1968).
//
// It shows a program whose structure grows while it runs: each prime found adds a filter to the chain, and each filter
// is a task between two channels.
import { channel, type Receiver } from "sluice";

/** 2, 3, 4, … */
function generate(): Receiver<number> {
  const numbers = channel<number>();
  (async () => {
    for (let n = 2;; n++) await numbers.send(n);
  })();
  return numbers;
}

/** What is not divisible by the prime. */
function filter(numbers: Receiver<number>, prime: number): Receiver<number> {
  const others = channel<number>();
  (async () => {
    for await (const n of numbers) if (n % prime !== 0) await others.send(n);
  })();
  return others;
}

const primes: number[] = [];
let numbers = generate();
while (primes.length < 15) {
  const { value: prime = 0 } = await numbers.receive();
  primes.push(prime);
  numbers = filter(numbers, prime);
}
console.log(primes.join(" "));

// Output:
// 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47
