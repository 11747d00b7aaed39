// Random programs on a pool: every promise settles, items begin in order, and the bounds hold at every moment.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { type Pool, pool } from "sluice";
import { hold } from "../../suites/property/seed.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { waits } from "../../support/waits.ts";

const test = suite("pool: random programs");

interface Command {
  readonly do: "add" | "run" | "rest" | "finish" | "fail" | "abort";
  readonly which: number;
}

const programs = fc.record({
  concurrency: fc.integer({ min: 1, max: 3 }),
  capacity: fc.nat({ max: 3 }),
  commands: fc.array(
    fc.record({
      do: fc.constantFrom("add", "add", "run", "run", "rest", "finish", "finish", "fail", "abort"),
      which: fc.nat({ max: 9 }),
    }) as fc.Arbitrary<Command>,
    { maxLength: 50, size: "max" },
  ),
  end: fc.constantFrom("close", "cancel"),
});

/** What the pool does, in the hands of a program. */
class Run {
  readonly jobs: Jobs<number> = new Jobs((item) => item);
  readonly workers: Pool<number, number>;
  /** What became of each item. */
  readonly outcomes: Map<number, unknown> = new Map();
  private readonly controllers: AbortController[] = [];
  private readonly limit: number;
  private count = 0;

  constructor(concurrency: number, capacity: number) {
    this.limit = concurrency + capacity;
    this.workers = pool((item, { signal }) => this.jobs.work(item, { index: 0, signal }), { concurrency, capacity });
  }

  async do(command: Command): Promise<void> {
    if (command.do === "add" || command.do === "run") this.enter(command.do);
    else if (command.do === "rest") await rest();
    else if (command.do === "abort") this.controllers[command.which % this.controllers.length]?.abort("aborted");
    else this.end(command.do, command.which);
    const { running, queued, waiting } = this.workers.stats;
    assert.ok(running + queued <= this.limit);
    if (waiting > 0) assert.is(running + queued, this.limit);
  }

  private enter(how: "add" | "run"): void {
    const item = this.count++;
    const controller = new AbortController();
    this.controllers.push(controller);
    const settled = (outcome: unknown) => void this.outcomes.set(item, outcome);
    const { workers } = this;
    if (how === "run") workers.run(item, controller).then(settled, settled);
    else workers.add(item, controller).then(({ result }) => result.then(settled, settled), settled);
  }

  private end(how: "finish" | "fail", which: number): void {
    const items = [...this.jobs.running];
    const item = items[which % items.length];
    if (item === undefined) return;
    if (how === "finish") this.jobs.finish(item);
    else this.jobs.fail(item, "failed");
  }

  async stop(how: "close" | "cancel"): Promise<void> {
    const stopped = this.workers[how]("cancelled");
    while (await waits(stopped)) this.end("finish", 0);
    await rest();
  }

  check(): void {
    const { started } = this.jobs;
    assert.equal(started, [...started].sort((a, b) => a - b), "items begin in order");
    assert.is(this.outcomes.size, this.count, "every promise settles");
    const { running, queued, waiting, done, failed } = this.workers.stats;
    assert.equal([running, queued, waiting, done + failed], [0, 0, 0, started.length]);
    for (const [item, outcome] of this.outcomes) {
      const begun = started.includes(item);
      if (outcome === item || outcome === "failed") assert.ok(begun);
      else assert.ok(!begun && (outcome === "aborted" || (outcome as Error).name === "ChannelClosedError"));
    }
  }
}

test("whatever is done to a pool, in any order, its bounds hold and every promise settles (R5, C14)", async () => {
  const property = fc.asyncProperty(programs, async ({ concurrency, capacity, commands, end }) => {
    const run = new Run(concurrency, capacity);
    for (const command of commands) await run.do(command);
    await run.stop(end as "close" | "cancel");
    run.check();
  });
  await hold("pool", property, 300);
}, { within: 300_000 });

test.run();
