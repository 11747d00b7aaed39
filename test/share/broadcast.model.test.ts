// Random programs on one broadcast, beside a model in which each subscriber is a channel of its own.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { type Broadcast, broadcast, select, sending, type Subscription } from "sluice";
import { hold } from "../suites/property/seed.ts";
import { suite, turn } from "../support/test.ts";
import { END, WAIT } from "../../src/core/engine/poll.ts";
import { kinds } from "./model/kinds.ts";
import { Member, type Party, Receive, Send, World } from "./model/world.ts";

const test = suite("broadcast: random programs");

type How = "plain" | "signal" | "select";

type Command =
  | { readonly do: "subscribe"; readonly kind: string }
  | { readonly do: "send"; readonly how: How }
  | { readonly do: "trySend" }
  | { readonly do: "receive"; readonly which: number; readonly how: How }
  | { readonly do: "tryReceive" | "abort send" | "abort receive"; readonly which: number }
  | { readonly do: "leave"; readonly which: number; readonly how: "cancel" | "dispose" | "abort" }
  | { readonly do: "close"; readonly error: string | undefined };

const which = fc.nat({ max: 20 });
const how = fc.constantFrom<How>("plain", "plain", "signal", "select");

function command<C extends Command>(kind: C["do"], rest: object): fc.Arbitrary<Command> {
  return fc.record({ do: fc.constant(kind), ...rest }) as fc.Arbitrary<Command>;
}

function programs(names: readonly string[]) {
  return fc.record({
    replay: fc.constantFrom(0, 0, 1, 3),
    whenNone: fc.constantFrom("drop" as const, "drop" as const, "wait" as const),
    commands: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: command("subscribe", { kind: fc.constantFrom(...names) }) },
        { weight: 10, arbitrary: command("send", { how }) },
        { weight: 3, arbitrary: command("trySend", {}) },
        { weight: 8, arbitrary: command("receive", { which, how }) },
        { weight: 8, arbitrary: command("tryReceive", { which }) },
        { weight: 4, arbitrary: command("abort send", { which }) },
        { weight: 2, arbitrary: command("abort receive", { which }) },
        {
          weight: 2,
          arbitrary: command("leave", { which, how: fc.constantFrom("cancel", "dispose", "abort") }),
        },
        { weight: 1, arbitrary: command("close", { error: fc.constantFrom(undefined, "broken") }) },
      ),
      { maxLength: 60, size: "max" },
    ),
  });
}

interface Options {
  readonly replay: number;
  readonly whenNone: "drop" | "wait";
}

/** What the library says of a party. */
class Actual<P extends Party> {
  outcome: Party["outcome"] = "waiting";
  readonly party: P;
  readonly controller: AbortController = new AbortController();
  /** Whether an abort ends it. */
  readonly listens: boolean;

  constructor(party: P, how: How) {
    this.party = party;
    this.listens = how !== "plain";
  }

  get options(): { readonly signal: AbortSignal } | undefined {
    return this.listens ? { signal: this.controller.signal } : undefined;
  }

  watch(promise: Promise<unknown>): void {
    promise.then((value) => this.outcome = { value }, (error) => this.outcome = { error: said(error) });
  }
}

interface Pair {
  readonly subscription: Subscription<number>;
  readonly member: Member;
  readonly controller: AbortController;
}

class Run {
  private readonly real: Broadcast<number>;
  private readonly world: World;
  private readonly pairs: Pair[] = [];
  private readonly sends: Actual<Send>[] = [];
  private readonly receives: Actual<Receive>[] = [];
  private value = 0;

  constructor({ replay, whenNone }: Options) {
    this.real = broadcast<number>({ replay, whenNone });
    this.world = new World(replay, whenNone === "wait");
  }

  async all(commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      this.do(command);
      await turn();
      this.compare(command);
    }
    for (const { subscription, member } of this.pairs) {
      subscription.cancel();
      member.leave();
    }
    await turn();
    this.compare({ do: "close", error: undefined });
  }

  private do(command: Command): void {
    switch (command.do) {
      case "subscribe":
        return this.subscribe(command.kind);
      case "send":
        return this.send(command.how);
      case "trySend":
        return assert.is(this.real.trySend(++this.value), this.world.trySend(this.value), "trySend");
      case "receive":
        return this.receive(command.which, command.how);
      case "tryReceive":
        return this.tryReceive(command.which);
      case "leave":
        return this.leave(command.which, command.how);
      case "abort send":
        return this.abortSend(command.which);
      case "abort receive":
        return this.abortReceive(command.which);
      case "close":
        this.real.close(command.error);
        this.world.close(command.error);
    }
  }

  private subscribe(name: string): void {
    const kind = kinds[name]!;
    const controller = new AbortController();
    const member = new Member(this.world, kind.store());
    this.pairs.push({
      subscription: this.real.subscribe(kind.make(), { signal: controller.signal }),
      member,
      controller,
    });
    this.world.join(member);
  }

  private send(how: How): void {
    const value = ++this.value;
    const send = new Actual(new Send(value, how === "select"), how);
    const { options } = send;
    this.sends.push(send);
    send.watch(
      how === "select"
        ? select({ out: sending(this.real, value) }, options).then(({ value }) => value)
        : this.real.send(value, options),
    );
    this.world.send(send.party);
  }

  private receive(which: number, how: How): void {
    const pair = this.pair(which);
    if (pair === undefined) return;
    const { subscription, member } = pair;
    const receive = new Actual(new Receive(member), how);
    const { party, options } = receive;
    this.receives.push(receive);
    receive.watch(
      how === "select"
        ? select({ in: subscription }, options).then(({ done, value }) => ({ done, value }))
        : subscription.receive(options),
    );
    try {
      const polled = member.take();
      if (polled !== WAIT) return party.answer(polled);
      member.receivers.push(party);
      this.world.goOn();
    } catch (error) {
      party.outcome = { error };
    }
  }

  private tryReceive(which: number): void {
    const pair = this.pair(which);
    if (pair === undefined) return;
    const { subscription, member } = pair;
    const result = outcome(() => subscription.tryReceive());
    const expected = outcome(() => {
      const polled = member.take();
      if (polled === WAIT) return undefined;
      return polled === END ? { done: true, value: undefined } : { done: false, value: polled };
    });
    assert.equal(result, expected, "tryReceive");
  }

  private leave(which: number, how: "cancel" | "dispose" | "abort"): void {
    const pair = this.pair(which);
    if (pair === undefined) return;
    const { subscription, member, controller } = pair;
    if (how === "cancel") subscription.cancel();
    else if (how === "dispose") subscription[Symbol.dispose]();
    else controller.abort("left");
    if (how !== "abort") member.leave();
    else if (!member.ended || member.store.held.length > 0) member.leave("left");
  }

  private abortSend(which: number): void {
    const waiting = this.sends.filter(({ party, listens }) => party.waits && listens);
    const send = waiting[which % waiting.length];
    send?.controller.abort("aborted");
    if (send !== undefined) this.world.withdraw(send.party);
  }

  private abortReceive(which: number): void {
    const waiting = this.receives.filter(({ party, listens }) => party.waits && listens);
    const receive = waiting[which % waiting.length];
    receive?.controller.abort("aborted");
    receive?.party.abort();
  }

  private pair(which: number): Pair | undefined {
    return this.pairs[which % this.pairs.length];
  }

  private compare({ do: what }: Command): void {
    for (const { party, outcome } of [...this.sends, ...this.receives]) {
      assert.equal(
        outcome,
        party.outcome,
        `${what}: a ${party instanceof Send ? `send of ${party.value}` : "receive"}`,
      );
    }
    for (const { subscription, member } of this.pairs) assert.is(subscription.lagged, member.store.lost, "lagged");
    assert.is(this.real.subscribers, this.world.members.size, `${what}: subscribers`);
  }
}

/** What the model says for an error. */
function said(error: unknown): unknown {
  const { name } = Object(error);
  if (name === "ChannelClosedError") return "closed";
  return name === "OverflowError" ? "overflow" : error;
}

function outcome(body: () => unknown): unknown {
  try {
    return { value: body() };
  } catch (error) {
    return { error: said(error) };
  }
}

const profiles: Readonly<Record<string, readonly string[]>> = {
  "plain buffers": ["0", "0", "1", "3", "fifo(2)", "unbounded()"],
  "all buffers": Object.keys(kinds),
};

for (const [name, names] of Object.entries(profiles)) {
  test(`${name}: random programs do what the model says (K1, K2, K3)`, () =>
    hold(
      name,
      fc.asyncProperty(programs(names), async (program) => {
        await new Run(program).all(program.commands);
        await turn();
      }),
      500,
    ), { within: 600_000 });
}

test.run();
