// The breaker as a state machine, beside a model that keeps a list of all outcomes.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { type CircuitBreaker, circuitBreaker } from "sluice";
import { hold } from "../../suites/property/seed.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

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

test.run();
