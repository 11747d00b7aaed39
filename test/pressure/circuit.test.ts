// The breaker as a state machine, beside a model that keeps a list of all outcomes.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { type CircuitBreaker, circuitBreaker, type Permit, select } from "sluice";
import { hold } from "../property/seed.ts";
import { failure } from "../support/failure.ts";
import { Probe, receivingFrom } from "../support/foreign.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { type FakeTimers, withTimers } from "../support/timers.ts";

const test = suite("circuit: random programs");

interface Rules {
  readonly failures: number | { readonly rate: number; readonly calls: number };
  readonly window: number;
  readonly cooldown: number;
  readonly trials: number;
}

interface Command {
  readonly do: "call" | "succeed" | "fail" | "abort" | "pass";
  readonly number: number;
}

const rules: fc.Arbitrary<Rules> = fc.record({
  failures: fc.oneof(
    fc.integer({ min: 1, max: 4 }),
    fc.record({ rate: fc.constantFrom(0.25, 0.5, 0.55, 1), calls: fc.integer({ min: 1, max: 5 }) }),
  ),
  window: fc.integer({ min: 5, max: 30 }),
  cooldown: fc.nat({ max: 20 }),
  trials: fc.integer({ min: 1, max: 3 }),
});

const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.record({
    do: fc.constantFrom("call", "call", "call", "succeed", "succeed", "fail", "fail", "fail", "abort", "pass", "pass"),
    number: fc.nat({ max: 12 }),
  }) as fc.Arbitrary<Command>,
  { maxLength: 80, size: "max" },
);

/** What the contract says, with nothing left out. */
class Model {
  state: "closed" | "open" | "half-open" = "closed";
  time = 0;
  era = 0;
  private outcomes: { readonly at: number; readonly failed: boolean }[] = [];
  private openUntil = 0;
  private out = 0;
  private succeeded = 0;
  private readonly rules: Rules;

  constructor(rules: Rules) {
    this.rules = rules;
  }

  /** May one call? */
  call(): boolean {
    if (this.state === "closed") return true;
    if (this.state === "open") {
      if (this.time < this.openUntil) return false;
      this.change("half-open");
    }
    if (this.out + this.succeeded >= this.rules.trials) return false;
    this.out++;
    return true;
  }

  end(era: number, how: "succeed" | "fail" | "abort"): void {
    if (era !== this.era) return;
    if (this.state === "half-open") this.out--;
    if (how === "abort") return;
    if (this.state === "closed") this.count(how === "fail");
    else if (how === "fail") this.open();
    else if (++this.succeeded === this.rules.trials) this.change("closed");
  }

  private count(failed: boolean): void {
    this.outcomes.push({ at: this.time, failed });
    const { failures, window } = this.rules;
    const inside = this.outcomes.filter(({ at }) => at >= this.time - window);
    const bad = inside.filter(({ failed }) => failed).length;
    const broken = typeof failures === "number"
      ? bad >= failures
      : inside.length >= failures.calls && bad / inside.length >= failures.rate;
    if (broken) this.open();
  }

  private open(): void {
    this.openUntil = this.time + this.rules.cooldown;
    this.change("open");
  }

  private change(state: Model["state"]): void {
    this.era++;
    this.out = this.succeeded = 0;
    this.outcomes = [];
    this.state = state;
  }
}

interface Running {
  readonly era: number;
  readonly end: (how: "succeed" | "fail" | "abort") => void;
}

/** A call that the program ends. */
function call(breaker: CircuitBreaker, era: () => number): Promise<Running | undefined> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    breaker.with(() =>
      new Promise<void>((done, failed) => {
        const end: Running["end"] = (how) => {
          if (how === "abort") controller.abort();
          if (how === "succeed") done();
          else failed(new Error(how));
        };
        resolve({ era: era(), end });
      }), controller).catch(() => resolve(undefined));
  });
}

test("whatever comes of the calls, it is closed, open and half-open when the model is (R2)", async () => {
  const property = fc.asyncProperty(
    fc.record({ rules, commands }),
    ({ rules, commands }) =>
      withTimers(async (timers) => {
        const [breaker, model] = [circuitBreaker(rules), new Model(rules)];
        const running: Running[] = [];
        for (const command of commands) {
          if (command.do === "pass") {
            timers.pass(command.number);
            model.time += command.number;
          } else if (command.do === "call") {
            const allowed = model.call();
            const begun = await call(breaker, () => model.era);
            assert.is(begun !== undefined, allowed);
            if (begun !== undefined) running.push(begun);
          } else {
            const [one] = running.splice(command.number % Math.max(1, running.length), 1);
            if (one === undefined) continue;
            model.end(one.era, command.do);
            one.end(command.do);
            await rest();
          }
          assert.is(breaker.state.value, model.state);
          assert.is(timers.armed, 0);
        }
      }),
  );
  await hold("circuit", property, 200);
}, { within: 300_000 });

/** Lets time pass in steps. */
async function pass(timers: FakeTimers, ms: number): Promise<void> {
  for (let count = 0; count < ms; count++) {
    timers.pass(1);
    await rest();
  }
}

test("those who wait are served in order: one as a trial, the others when it succeeds (R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    const order: string[] = [];
    const permits: Permit[] = [];
    for (const name of ["a", "b", "c"]) breaker.acquire().then((permit) => (order.push(name), permits.push(permit)));
    assert.is(timers.armed, 1);
    await pass(timers, 9);
    assert.equal(order, []);
    await pass(timers, 1);
    assert.equal([order, breaker.state.value, timers.armed], [["a"], "half-open", 0]);
    permits[0]?.release(new Error("still down"));
    assert.equal([breaker.state.value, timers.armed], ["open", 1]);
    await pass(timers, 10);
    permits[1]?.release();
    await rest();
    assert.equal([order, breaker.state.value, timers.armed], [["a", "b", "c"], "closed", 0]);
  }));

test("a call that somebody makes on being told that it is half-open is none too many (R2)", async () => {
  const breaker = circuitBreaker({ failures: 1, cooldown: 0 });
  await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
  const states = breaker.state.subscribe();
  assert.is((await states.receive()).value, "open");
  let another: Promise<unknown> | undefined;
  const told = select([states, new Probe({ leave: () => another = failure(breaker.acquire()) })]);
  const trial = await breaker.acquire();
  await told;
  assert.is((await another as Error).name, "CircuitOpenError");
  trial.release();
  assert.is(breaker.state.value, "closed");
});

test("a trial that is aborted makes room for another (R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    timers.pass(10);
    const first = await call(breaker, () => 0);
    const second = call(breaker, () => 0);
    await rest();
    first?.end("abort");
    (await second)?.end("succeed");
    await rest();
    assert.is(breaker.state.value, "closed");
  }));

test("who calls on being told that it is half-open stands behind the call that waited, and harms nobody (R1, R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, trials: 3, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    const states = breaker.state.subscribe();
    states.tryReceive();
    const calls: Promise<Permit>[] = [];
    receivingFrom(states).park({ claim: () => true, settle: () => calls.push(breaker.acquire()), fail: () => {} });
    const first = breaker.acquire();
    timers.pass(10);
    for (const permit of [await first, await calls[0], await breaker.acquire()]) permit?.release();
    assert.is(breaker.state.value, "closed");
  }));

test("a call that is aborted by who is told that the breaker is half-open harms nobody (R1, R2)", () =>
  withTimers(async (timers) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 10, whenOpen: "wait" });
    await breaker.with(() => Promise.reject(new Error("down"))).catch(() => {});
    const states = breaker.state.subscribe();
    states.tryReceive();
    const controller = new AbortController();
    const told = select([states, new Probe({ leave: () => controller.abort("enough") })]);
    const aborted = failure<string>(breaker.acquire(controller));
    timers.pass(10);
    await told;
    assert.is(await aborted, "enough");
    (await breaker.acquire()).release();
    assert.is(breaker.state.value, "closed");
  }));

test.run();
