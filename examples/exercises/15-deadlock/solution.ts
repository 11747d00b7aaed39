import { channel, group } from "sluice";

export async function squares(numbers: number[]): Promise<number[]> {
  const jobs = channel<number>();
  const results = channel<number>();
  const squared: number[] = [];

  async function work() {
    for await (const n of jobs) await results.send(n * n);
    results.close();
  }

  async function assign() {
    await jobs.sendAll(numbers);
    jobs.close();
  }

  await group(async (g) => {
    g.go(work);
    g.go(assign); // sends while the loop below reads
    for await (const n of results) squared.push(n);
  });
  return squared;
}

export async function dine(names: string[]): Promise<string[]> {
  const forks = names.map(() => channel<"fork">(1));
  for (const fork of forks) await fork.send("fork");
  const eaten: string[] = [];

  await Promise.all(names.map(async (name, seat) => {
    const next = (seat + 1) % names.length;
    const [first, second] = [Math.min(seat, next), Math.max(seat, next)];
    await forks[first]!.receive();
    await forks[second]!.receive();
    eaten.push(name);
    await forks[first]!.send("fork");
    await forks[second]!.send("fork");
  }));
  return eaten;
}
