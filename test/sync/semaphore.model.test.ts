// Random programs on one semaphore, beside a model of it that is too simple to be wrong: an array of those who wait,
// from whose front they are taken as long as they fit.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { type Got, type Permit, select, Semaphore, trySelect, type Turn } from "sluice";
import { hold } from "../suites/property/seed.ts";
import { thrownBy } from "../support/failure.ts";
import { deadTurn } from "../support/foreign.ts";
import { rest as settled } from "../support/jobs.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("semaphore: random programs");

type Command =
  | { readonly do: "acquire" | "with signal" | "select" | "foreign" | "dead" | "tryAcquire"; readonly weight: number }
  | { readonly do: "trySelect" | "resize"; readonly weight: number }
  | { readonly do: "release" | "abort" | "rest"; readonly which: number };

function commands(kinds: readonly Command["do"][], numbers: object): fc.Arbitrary<Command> {
  return fc.record({ do: fc.constantFrom(...kinds), ...numbers }) as fc.Arbitrary<Command>;
}

const weight = fc.integer({ min: 1, max: 4 });
const waiting = ["acquire", "with signal", "select", "foreign", "dead"] as const;
const programs = fc.record({
  permits: fc.nat({ max: 5 }),
  commands: fc.array(
    fc.oneof(
      { weight: 8, arbitrary: commands([...waiting, "tryAcquire", "trySelect"], { weight }) },
      { weight: 10, arbitrary: commands(["release", "release", "abort", "rest"], { which: fc.nat({ max: 20 }) }) },
      { weight: 1, arbitrary: commands(["resize"], { weight: fc.constantFrom(0, 1, 2, 3, 4, 6, Infinity) }) },
    ),
    { maxLength: 60, size: "max" },
  ),
});

/** Somebody who asked for permits. */
class Party {
  /** What the model says of them. A turn that will say no when it is asked is dead. */
  state: "waiting" | "dead" | "held" | "released" | "gone" = "waiting";
  /** What became of them. */
  permit: Permit | undefined = undefined;
  reason: unknown = undefined;
  /** Ends their waiting. */
  leave: (() => void) | undefined = undefined;
  readonly weight: number;

  constructor(weight: number) {
    this.weight = weight;
  }
}

class Model {
  permits: number;
  line: Party[] = [];
  readonly held: Set<Party> = new Set();

  constructor(permits: number) {
    this.permits = permits;
  }

  get free(): number {
    return [...this.held].reduce((free, { weight }) => free - weight, this.permits);
  }

  get available(): number {
    return this.line.length > 0 ? 0 : Math.max(0, this.free);
  }

  serve(): void {
    for (let [first] = this.line; first !== undefined && first.weight <= this.free; [first] = this.line) {
      this.line.shift();
      if (first.state !== "waiting") continue;
      first.state = "held";
      this.held.add(first);
    }
  }
}

class Run {
  private readonly semaphore: Semaphore;
  private readonly model: Model;
  private readonly parties: Party[] = [];

  constructor(permits: number) {
    this.semaphore = new Semaphore(permits);
    this.model = new Model(permits);
  }

  async do(command: Command): Promise<void> {
    switch (command.do) {
      case "release":
        this.release(command.which);
        break;
      case "abort":
        this.abort(command.which);
        break;
      case "rest":
        await this.rest();
        break;
      case "resize":
        this.semaphore.resize(command.weight);
        this.model.permits = command.weight;
        break;
      default:
        this.ask(command.do, command.weight);
    }
    this.model.serve();
    assert.is(this.semaphore.available, this.model.available, command.do);
  }

  private ask(how: Command["do"], weight: number): void {
    const { semaphore, model: { permits, available } } = this;
    if (permits > 0 && weight > permits) {
      return assert.instance(thrownBy(() => semaphore.tryAcquire(weight)), RangeError);
    }
    const party = new Party(weight);
    const { signal, abort } = abortable();
    const seat = semaphore.acquiring({ weight });
    const mayWait = how !== "tryAcquire" && how !== "trySelect";
    if (how === "acquire") follow(party, semaphore.acquire({ weight }));
    else if (how === "with signal") follow(party, semaphore.acquire({ weight, signal }));
    else if (how === "select") follow(party, select({ off: null, seat }, { signal }).then(({ value }) => value));
    else if (how === "tryAcquire") party.permit = semaphore.tryAcquire(weight);
    else if (how === "trySelect") party.permit = trySelect({ seat })?.value;
    else if (how === "foreign") party.leave = seat.park(turnOf(party));
    else party.leave = seat.park(deadTurn());
    if (how === "with signal" || how === "select") party.leave = abort;
    if (how === "dead") party.state = "dead";
    if (!mayWait) assert.is(party.permit !== undefined, weight <= available);
    if (weight > available && !mayWait) return;
    if (how === "dead" && weight <= available) return; // it was asked at once
    this.parties.push(party);
    this.model.line.push(party);
  }

  private release(which: number): void {
    const holders = [...this.model.held].filter(({ permit }) => permit !== undefined);
    const party = holders[which % holders.length];
    if (party === undefined) return;
    party.permit?.release();
    party.permit?.release(new Error("again"));
    party.state = "released";
    this.model.held.delete(party);
  }

  private abort(which: number): void {
    const party = this.parties[which % this.parties.length];
    if (party?.leave === undefined) return;
    party.leave();
    if (party.state !== "waiting" && party.state !== "dead") return;
    party.state = "gone";
    this.model.line = this.model.line.filter((one) => one !== party);
  }

  /** Whoever has a permit as the model sees it has one, and nobody else. */
  private async rest(): Promise<void> {
    await settled();
    for (const { state, permit, reason } of this.parties) {
      assert.is(permit !== undefined, state === "held" || state === "released", state);
      assert.ok(reason === undefined || (reason === "aborted" && state === "gone"));
    }
  }

  /** In the end everyone who still waits gets their permits, and all of them come back. */
  async end(): Promise<void> {
    await this.do({ do: "resize", weight: 4 });
    await this.rest();
    while (this.model.held.size > 0) {
      await this.do({ do: "release", which: 0 });
      await this.rest();
    }
    assert.equal([this.model.line.length, this.semaphore.available], [0, 4]);
  }
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort("aborted") };
}

function follow(party: Party, acquired: Promise<Permit>): void {
  acquired.then((permit) => party.permit = permit, (reason) => party.reason = reason);
}

function turnOf(party: Party): Turn<Got<Permit>> {
  const settle = ({ value }: Got<Permit>) => void (party.permit = value);
  return { claim: () => true, settle, fail: () => assert.unreachable() };
}

test("whatever is done to a semaphore, in any order, it does what the model says (G3, C13, C14, S1)", async () => {
  const property = fc.asyncProperty(programs, async ({ permits, commands }) => {
    const run = new Run(permits);
    for (const command of commands) await run.do(command);
    await run.end();
    await turn();
  });
  await hold("semaphore", property, 500);
}, { within: 300_000 });

test.run();
