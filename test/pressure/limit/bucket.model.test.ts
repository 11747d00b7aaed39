// The limiter against its law, over random arrivals, weights, holds and aborts; and against a bucket that is filled up
// millisecond by millisecond, which is too simple to be wrong.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { type RateLimiter, rateLimiter, select } from "sluice";
import { hold } from "../../suites/property/seed.ts";
import { deadTurn } from "../../support/foreign.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

const test = suite("bucket: random programs");

interface Sizes {
  readonly limit: number;
  readonly interval: number;
  readonly burst: number;
}

type Command =
  | { readonly do: "acquire" | "select" | "dead" | "try"; readonly share: number }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "hold"; readonly ms: number }
  | { readonly do: "abort"; readonly which: number };

/** `share` is the part of the burst that a weight is. */
const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constantFrom("acquire", "acquire", "select", "dead", "try"),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant("pass"), ms: fc.nat({ max: 40 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("hold"), ms: fc.nat({ max: 60 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("abort"), which: fc.nat({ max: 30 }) }) },
  ) as fc.Arbitrary<Command>,
  { maxLength: 50, size: "max" },
);

const wholeSizes: fc.Arbitrary<Sizes> = fc.record({
  limit: fc.integer({ min: 1, max: 7 }),
  interval: fc.integer({ min: 1, max: 50 }),
  burst: fc.integer({ min: 1, max: 6 }),
});

const anySizes: fc.Arbitrary<Sizes> = fc.record({
  limit: fc.double({ min: 0.3, max: 9, noNaN: true }),
  interval: fc.double({ min: 1, max: 60, noNaN: true }),
  burst: fc.double({ min: 0.3, max: 6, noNaN: true }),
});

/** One that asked, and what became of it. */
interface Party {
  readonly weight: number;
  readonly controller: AbortController;
  passed: number | undefined;
  left: boolean;
}

/** Plays a program, and notes who passed when. */
class Play {
  readonly parties: Party[] = [];
  time = 0;
  private readonly limiter: RateLimiter;
  private readonly timers: FakeTimers;

  constructor(sizes: Sizes, timers: FakeTimers) {
    this.limiter = rateLimiter(sizes);
    this.timers = timers;
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed++) {
      this.timers.pass(1);
      this.time++;
      await rest();
    }
  }

  hold(ms: number): void {
    this.limiter.hold(ms);
  }

  retryAfter(weight: number): number {
    return this.limiter.retryAfter(weight);
  }

  /** Gives who asked, unless a `tryAcquire` was refused or a dead turn was. */
  async ask(how: Command["do"], weight: number): Promise<Party | undefined> {
    const party: Party = { weight, controller: new AbortController(), passed: undefined, left: false };
    const { signal } = party.controller;
    const pass = () => void (party.passed = this.time);
    const leave = () => void (party.left = true);
    if (how === "dead") return void this.limiter.acquiring({ weight }).park(deadTurn());
    if (how === "try") {
      if (!this.limiter.tryAcquire(weight)) return undefined;
      pass();
    } else if (how === "acquire") this.limiter.acquire({ weight, signal }).then(pass, leave);
    else select({ turn: this.limiter.acquiring({ weight }) }, { signal }).then(pass, leave);
    this.parties.push(party);
    await rest();
    return party;
  }

  async abort(which: number): Promise<Party | undefined> {
    const party = this.parties[which % this.parties.length];
    party?.controller.abort();
    await rest();
    return party;
  }

  /** Everyone passes or has left, and no timer is left. */
  async end(): Promise<void> {
    for (let round = 0; round < 5_000 && this.timers.armed > 0; round++) await this.pass(1);
    assert.is(this.timers.armed, 0);
    assert.ok(this.parties.every(({ passed, left }) => passed !== undefined || left));
  }
}

/** In any closed window of an interval no more than `burst + limit` pass. */
function assertLaw(passes: readonly Party[], { limit, interval, burst }: Sizes): void {
  for (const { passed: start = 0 } of passes) {
    const inside = passes.filter(({ passed = 0 }) => passed >= start && passed <= start + interval);
    const sum = inside.reduce((sum, { weight }) => sum + weight, 0);
    assert.ok(sum <= burst + limit + 1e-6, `${sum} passed from ${start} on`);
  }
}

/** Those who passed did so in the order in which they asked. */
function assertOrder(passes: readonly Party[]): void {
  const times = passes.map(({ passed }) => passed as number);
  assert.equal(times, [...times].sort((a, b) => a - b));
}

test("in any closed window at most burst + limit pass, in order, whatever comes, waits and leaves (R1)", async () => {
  const property = fc.asyncProperty(
    fc.record({ sizes: anySizes, commands }),
    ({ sizes, commands }) =>
      withTimers(async (timers) => {
        const play = new Play(sizes, timers);
        for (const command of commands) {
          if (command.do === "pass") await play.pass(command.ms);
          else if (command.do === "hold") play.hold(command.ms);
          else if (command.do === "abort") await play.abort(command.which);
          else await play.ask(command.do, Math.max(1e-3, command.share * sizes.burst));
        }
        await play.end();
        const passes = play.parties.filter(({ passed }) => passed !== undefined);
        assertLaw(passes, sizes);
        assertOrder(passes);
      }),
  );
  await hold("limiter law", property, 100);
}, { within: 300_000 });

/** A bucket that is filled up each millisecond, in units of which a weight of 1 costs `interval`. */
class Model {
  line: { readonly party: Party | undefined; readonly weight: number }[] = [];
  readonly passed: Map<Party, number> = new Map();
  private level: number;
  private heldUntil = -1;
  private time = 0;
  private readonly sizes: Sizes;

  constructor(sizes: Sizes) {
    this.sizes = sizes;
    this.level = sizes.burst * sizes.interval;
  }

  get free(): boolean {
    return this.line.length === 0;
  }

  fits(weight: number): boolean {
    return this.time >= this.heldUntil && weight * this.sizes.interval <= this.level;
  }

  pass(): void {
    this.time++;
    this.level = Math.min(this.sizes.burst * this.sizes.interval, this.level + this.sizes.limit);
    if (this.time === this.heldUntil) this.level = Math.min(this.level, this.sizes.interval);
    this.serve();
  }

  hold(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.time + ms);
    if (this.time === this.heldUntil) this.level = Math.min(this.level, this.sizes.interval);
  }

  join(party: Party | undefined, weight: number): void {
    this.line.push({ party, weight });
    this.serve();
  }

  leave(party: Party): void {
    this.line = this.line.filter((one) => one.party !== party);
    this.serve();
  }

  serve(): void {
    for (let [first] = this.line; first !== undefined && this.fits(first.weight); [first] = this.line) {
      this.line.shift();
      if (first.party === undefined) continue; // a dead turn says no, and takes nothing
      this.level -= first.weight * this.sizes.interval;
      this.passed.set(first.party, this.time);
    }
  }

  /** When one who came now would pass. */
  retryAfter(weight: number): number {
    const copy = new Model(this.sizes);
    Object.assign(copy, { level: this.level, heldUntil: this.heldUntil, time: this.time });
    const last: Party = { weight, controller: new AbortController(), passed: undefined, left: false };
    const alive = { ...last };
    copy.line = this.line.map((one) => ({ ...one, party: one.party ?? alive })); // nobody knows who is dead
    copy.join(last, weight);
    while (!copy.passed.has(last)) copy.pass();
    return (copy.passed.get(last) ?? 0) - this.time;
  }
}

test(
  "everyone passes in the very millisecond in which a bucket filled step by step lets them (R1, C13, C14)",
  async () => {
    const property = fc.asyncProperty(
      fc.record({ sizes: wholeSizes, commands }),
      ({ sizes, commands }) =>
        withTimers(async (timers) => {
          const [play, model] = [new Play(sizes, timers), new Model(sizes)];
          const pass = async (ms: number) => {
            for (let passed = 0; passed < ms; passed++) {
              model.pass();
              await play.pass(1);
            }
          };
          for (const command of commands) {
            if (command.do === "pass") {
              await pass(command.ms);
            } else if (command.do === "hold") {
              model.hold(command.ms);
              play.hold(command.ms);
            } else if (command.do === "abort") {
              const party = await play.abort(command.which);
              if (party !== undefined) model.leave(party);
            } else {
              const weight = Math.max(1, Math.round(command.share * sizes.burst));
              // Behind others it is the earliest time: with a small burst, what comes between two milliseconds is lost.
              const [said, correct] = [play.retryAfter(weight), model.retryAfter(weight)];
              assert.ok(model.free ? said === correct : said <= correct, `${said} instead of ${correct}`);
              const mayPass = model.free && model.fits(weight);
              const party = await play.ask(command.do, weight);
              if (command.do === "try") assert.is(party !== undefined, mayPass);
              if (party !== undefined || command.do === "dead") model.join(party, weight);
            }
          }
          while (!model.free) await pass(100); // a thousand were too few once
          await play.end();
          for (const party of play.parties) assert.is(party.passed, model.passed.get(party));
          assertLaw(play.parties.filter(({ passed }) => passed !== undefined), sizes);
        }),
    );
    await hold("limiter model", property, 60);
  },
  { within: 300_000 },
);

test.run();
