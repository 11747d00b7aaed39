import { channel } from "sluice";

/**
 * The program of the lesson, with a deadlock. Break it without a larger buffer. Observe that a capacity of 3 would only
 * hide the deadlock until a fourth job comes.
 */
export async function squares(numbers: number[]): Promise<number[]> {
  const jobs = channel<number>();
  const results = channel<number>();

  async function work() {
    for await (const n of jobs) await results.send(n * n);
    results.close();
  }

  work();
  await jobs.sendAll(numbers);
  jobs.close();
  const squared: number[] = [];
  for await (const n of results) squared.push(n);
  return squared;
}

/**
 * Three philosophers share three forks. All take their left fork first, and then none finds a right one. Have all take
 * their two forks in the same order, that of the numbers of the forks. Observe that no circle of tasks can arise then.
 */
export async function dine(names: string[]): Promise<string[]> {
  const forks = names.map(() => channel<"fork">(1));
  for (const fork of forks) await fork.send("fork");
  const eaten: string[] = [];

  await Promise.all(names.map(async (name, seat) => {
    const [first, second] = [seat, (seat + 1) % names.length];
    await forks[first]!.receive();
    await forks[second]!.receive();
    eaten.push(name);
    await forks[first]!.send("fork");
    await forks[second]!.send("fork");
  }));
  return eaten;
}
