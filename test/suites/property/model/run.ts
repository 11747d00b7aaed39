// Runs one program on the library and on the model, step by step, and compares all that can be seen.
//
// The model takes each step first, so that hooks, signals and sources, which speak up in the middle of the real step,
// find it complete. Where the library chooses at random among ready cases, it goes first: what it sets off meanwhile is
// put off until its choice is known.
import { type CaseLike, type Cases, type Channel, channel as makeChannel, select, selectLoop, trySelect } from "sluice";
import { seeded } from "../../../support/dice.ts";
import { ticks, turn } from "../../../support/test.ts";
import { ModelGate, ModelPromise } from "./case.ts";
import { ModelChannel } from "./channel.ts";
import { ModelLoop, ModelSelect } from "./group.ts";
import { ModelBatches, ModelIterator } from "./iteration.ts";
import { bufferOf } from "./kinds.ts";
import { attempt, got, Operation, Refusal, type Settled } from "./outcome.ts";
import type { Command, Program, Reason, SelectSpec, SignalSpec } from "./program.ts";
import { ModelSendAll } from "./send-all.ts";
import { Signal } from "./signal.ts";
import { receive, send } from "./single.ts";
import { Source } from "./source.ts";
import { forget, nameOf, poison, valueOf } from "./values.ts";
import { Unpredictable, World } from "./world.ts";
import { at, Changing, Gate, give, given, type Pair, type Subjects, written } from "./written.ts";

interface Controlled extends Pair<Signal, AbortSignal> {
  readonly controller: AbortController;
}

interface Iterating {
  readonly title: string;
  readonly model: ModelIterator | ModelBatches | ModelLoop;
  readonly real: AsyncIterator<unknown, undefined, undefined>;
  readonly changing: readonly Changing[];
}

type Do<K extends Command["do"]> = Extract<Command, { do: K }>;

export class Run {
  readonly trace: string[] = [];
  private readonly program: Program;
  private readonly world = new World((step) => this.event(step));
  private readonly channels: Pair<ModelChannel, Channel<unknown>>[];
  private readonly operations: Operation[] = [];
  private readonly iterators: Iterating[] = [];
  private readonly own: Controlled[] = [];
  private readonly shared: Controlled[];
  private readonly subjects: Subjects;
  private readonly settlers: ((fulfil: boolean) => void)[] = [];
  private readonly sources: Source[] = [];
  private readonly reactions: Command[];
  /** What went wrong in the middle of a step, or what made the model give up. */
  private trouble: unknown = undefined;
  private putOff: (() => void)[] | undefined = undefined;
  /** Above 0 while a step of the program runs, below it everything happens in hops of its own. */
  private depth = 0;

  constructor(program: Program) {
    forget();
    this.program = program;
    this.reactions = [...program.reactions];
    const { world } = this;
    this.channels = program.channels.map(({ kind, hooked, maxWaiting }, index) => {
      const model = new ModelChannel(world, index, kind, { hooked, maxWaiting: maxWaiting ?? 65_536 });
      const onUndelivered = hooked ? (value: unknown) => this.hook(index, value) : undefined;
      return { model, real: makeChannel(bufferOf(kind), { name: model.name, onUndelivered, maxWaiting }) };
    });
    this.shared = [0, 1].map((which) => this.controlled(`shared ${which}`));
    this.subjects = {
      channels: this.channels,
      signals: this.shared,
      promises: [0, 1, 2].map((which) => this.promise(which)),
      gates: [0, 1].map(() => ({ model: new ModelGate(), real: new Gate() })),
      changing: [{ is: "off", as: null }, { is: "receive", on: 0, foreign: false }, {
        is: "receive",
        on: 1,
        foreign: false,
      }],
    };
  }

  /** False: the program ended early, where chance decided what the model cannot see. */
  async all(): Promise<boolean> {
    const { random } = Math;
    Math.random = seeded(this.program.seed);
    try {
      for (const { command, ticks: count } of this.program.steps) {
        await ticks(count);
        await this.step(command);
      }
      await this.finish();
      return true;
    } catch (error) {
      if (error instanceof Unpredictable) return false;
      if (error instanceof Error) error.message += `\n${this.trace.map((line) => `    ${line}`).join("\n")}`;
      throw error;
    } finally {
      Math.random = random;
      for (const { real } of this.channels) real.cancel();
      await ticks(20);
    }
  }

  // ── a step ────────────────────────────────────────────────────────────────────────────────────────────────────────

  private async step(command: Command): Promise<void> {
    this.check();
    if (this.wantsRest(command)) await this.rest();
    const doing = this.perform(command);
    if (doing !== undefined) await doing; // not a hop may pass otherwise
    this.check();
  }

  private wantsRest({ do: name }: Command): boolean {
    if (name === "rest") return true;
    // Whether a value that is on its way from its source comes before an abort cannot be seen.
    return ["abort", "abortShared", "cancel", "return"].includes(name) && this.sources.some(({ underway }) => underway);
  }

  private perform(command: Command): void | Promise<void> {
    switch (command.do) {
      case "select":
        return this.select(command.of);
      case "trySelect":
        return this.trySelect(command.of);
      case "next":
        return this.next(command);
      case "rest":
        return;
      case "sendAll":
        return this.sendAll(command);
      case "feed":
        return this.feed(command.which);
      case "iterate":
        return this.iterate(command);
      case "batches":
        return this.batches(command);
      case "abortShared":
        return this.abort(at(this.shared, command.which), command.reason);
      case "selectLoop":
        return this.selectLoop(command.of);
      case "change":
        return this.change(command);
      case "open":
        return this.open(command.which);
      case "settle":
        return at(this.settlers, command.which)(command.fulfil);
      case "poison":
        return this.poison(command.which);
      case "signalOf":
        return void this.signalOf(command.on);
      default:
        return this.react(command);
    }
  }

  /** What hooks can do, too: it needs no waiting. */
  private react(command: Command): void {
    switch (command.do) {
      case "send":
        return this.send(command);
      case "trySend":
        return this.trySend(command);
      case "receive":
        return this.receive(command);
      case "tryReceive":
        return this.tryReceive(command.on);
      case "return":
        return this.return(command.which);
      case "abort":
        if (this.own.length > 0) this.abort(at(this.own, command.which), command.reason);
        return;
      case "close":
        return this.close(command);
      case "cancel":
        return this.cancel(command);
      case "next":
        if (this.iterators.length > 0 && !(at(this.iterators, command.which).model instanceof ModelLoop)) {
          void this.next(command);
        }
        return;
      case "select":
        return void this.select(command.of, "in a hook");
      default:
        throw new Error(`Cannot do ${command.do} here`);
    }
  }

  /** Runs the real part of a step. */
  private inside<R>(call: () => R): R {
    this.depth++;
    try {
      return call();
    } finally {
      this.depth--;
    }
  }

  /** An operation on both sides, the model's side first. */
  private operate(title: string, model: (operation: Operation) => void, real: () => Promise<unknown>): Operation {
    const operation = this.begin(title);
    model(operation);
    this.world.tidy();
    operation.watch(this.inside(real));
    return operation;
  }

  private begin(title: string): Operation {
    const operation = new Operation(`${this.operations.length}: ${title}`);
    this.operations.push(operation);
    this.note(operation.title);
    return operation;
  }

  private note(line: string): void {
    this.trace.push(`${"  ".repeat(this.depth)}${line}`);
  }

  // ── operations of a channel ───────────────────────────────────────────────────────────────────────────────────────

  private send({ on, value: spec, signal: which }: Do<"send">): void {
    const { model, real } = at(this.channels, on);
    const value = valueOf(spec);
    const { signal, options } = this.signal(which);
    this.operate(
      `${model.name}.send(${nameOf(value)})${options?.title ?? ""}`,
      (operation) => send(this.world, model, operation, value, signal),
      () => real.send(value, options),
    );
  }

  private trySend({ on, value: spec }: Do<"trySend">): void {
    const { model, real } = at(this.channels, on);
    const value = valueOf(spec);
    this.note(`${model.name}.trySend(${nameOf(value)})`);
    const expected = attempt(() => model.trySend(value));
    this.world.tidy();
    this.compare(expected, () => real.trySend(value), (actual) => actual === expected);
  }

  private receive({ on, signal: which }: Do<"receive">): void {
    const { model, real } = at(this.channels, on);
    const { signal, options } = this.signal(which);
    this.operate(
      `${model.name}.receive()${options?.title ?? ""}`,
      (operation) => receive(this.world, model, operation, signal),
      () => real.receive(options),
    );
  }

  private tryReceive(on: number): void {
    const { model, real } = at(this.channels, on);
    this.note(`${model.name}.tryReceive()`);
    const expected = attempt(() => model.receive());
    this.world.tidy();
    this.compare(expected, () => real.tryReceive(), (actual) => {
      if (expected === undefined || expected instanceof Refusal) return actual === undefined;
      return actual?.done === expected.done && Object.is(actual.value, expected.value);
    });
  }

  /** For what answers at once. */
  private compare<R>(expected: unknown, call: () => R, agrees: (actual: R) => boolean): void {
    const title = this.trace.at(-1);
    let actual: R;
    try {
      actual = this.inside(call);
    } catch (error) {
      const foreseen = expected instanceof Refusal && expected.failure.is === "error" &&
        Object.is(expected.failure.error, error);
      if (!foreseen) throw new Error(`${title} threw ${nameOf(error)}`);
      return;
    }
    if (expected instanceof Refusal) throw new Error(`${title} must throw, but gave ${nameOf(actual)}`);
    if (!agrees(actual)) throw new Error(`${title} must give ${nameOf(expected)}, but gave ${nameOf(actual)}`);
  }

  private sendAll({ on, values: specs, source: kind, signal: which }: Do<"sendAll">): void {
    const { model, real } = at(this.channels, on);
    const values = specs.map(valueOf);
    const { signal, options } = this.signal(which);
    const operation = this.begin(`${model.name}.sendAll(${kind} ${nameOf(values)})${options?.title ?? ""}`);
    const sendAll = new ModelSendAll(this.world, model, operation, signal);
    const source = new Source(kind, values, sendAll, operation, (step) => this.event(step));
    this.sources.push(source);
    operation.watch(this.inside(() => real.sendAll(source.iterable, options)));
  }

  private feed(which: number): void {
    const held = this.sources.filter(({ feed }) => feed !== undefined);
    if (held.length === 0) return;
    const source = at(held, which);
    this.note(`feed "${source.operation.title}"`);
    source.feed?.();
  }

  private close({ on, error: reason }: Do<"close">): void {
    const { model, real } = at(this.channels, on);
    const error = reasonOf(reason);
    this.note(`${model.name}.close(${nameOf(error)})`);
    model.close(error);
    this.world.tidy();
    this.inside(() => real.close(error));
  }

  private cancel({ on, reason: which }: Do<"cancel">): void {
    const { model, real } = at(this.channels, on);
    const reason = reasonOf(which);
    this.note(`${model.name}.cancel(${nameOf(reason)})`);
    model.cancel(reason);
    this.world.tidy();
    this.inside(() => real.cancel(reason));
  }

  /** Makes the value of a waiting send one that the buffer's functions throw at. */
  private poison(which: number): void {
    const waiting = this.channels.flatMap(({ model }) => model.senders.places);
    if (waiting.length === 0) return;
    const { value } = at(waiting, which);
    this.note(`poison ${nameOf(value)}`);
    poison(value);
  }

  // ── iterators ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private iterate({ on, as }: Do<"iterate">): void {
    const { model: channel, real } = at(this.channels, on);
    const model = new ModelIterator(this.world, channel, as === "consume");
    const iterator = as === "consume" ? real.consume() : real[Symbol.asyncIterator]();
    this.newIterator(`${as === "consume" ? "consume" : "loop"} over ${channel.name}`, model, iterator);
  }

  private batches({ on, max }: Do<"batches">): void {
    const { model: channel, real } = at(this.channels, on);
    const model = new ModelBatches(this.world, channel, max ?? Infinity);
    this.newIterator(`batches of ${max} from ${channel.name}`, model, real.batches(max));
  }

  private selectLoop(of: SelectSpec): void {
    const { form, priority } = of;
    const cases = of.cases.map((spec) =>
      spec.is === "changing"
        ? new Changing(spec.which % 3, () => given(at(this.subjects.changing, spec.which), this.subjects))
        : given(withoutOption(spec, of), this.subjects)
    );
    const { signal, options } = this.signal(of.signal);
    const { keys, real } = keyed<CaseLike | (() => CaseLike)>(cases, form);
    const model = new ModelLoop(this.world, cases.map(({ model }) => model), keys, { signal, priority });
    const title = `selectLoop(${cases.map(({ title }) => title).join(", ")}${priority ? ", by priority" : ""})`;
    const changing = cases.filter((one): one is Changing => one instanceof Changing);
    const iterator = selectLoop(real, { priority, signal: options?.signal });
    this.newIterator(`${title}${options?.title ?? ""}`, model, iterator, changing);
  }

  private newIterator(
    title: string,
    model: Iterating["model"],
    real: Iterating["real"],
    changing: readonly Changing[] = [],
  ): void {
    this.iterators.push({ title: `iterator ${this.iterators.length}`, model, real, changing });
    this.note(`iterator ${this.iterators.length - 1} = ${title}`);
  }

  private next({ which }: Do<"next">): void | Promise<void> {
    if (this.iterators.length === 0) return;
    const { title, model, real } = at(this.iterators, which);
    if (!(model instanceof ModelLoop)) {
      return void this.operate(`${title}.next()`, (operation) => model.next(operation), () => real.next());
    }
    const idle = model.idle;
    if (idle) model.ask();
    const choices = idle ? model.choices : [];
    if (choices.length > 1) {
      return this.follow(`${title}.next()`, () => real.next(), (operation, settled) => {
        const choice = model.chosen(choices, settled);
        if (choice !== undefined) model.next(operation, [choice]);
        return choice !== undefined;
      });
    }
    this.operate(`${title}.next()`, (operation) => model.next(operation, choices), () => real.next());
  }

  private return(which: number): void {
    if (this.iterators.length === 0) return;
    const { title, model, real } = at(this.iterators, which);
    this.operate(`${title}.return()`, (operation) => {
      model.return();
      operation.expect({ is: "end" });
    }, () => real.return?.() as Promise<unknown>);
  }

  // ── select ────────────────────────────────────────────────────────────────────────────────────────────────────────

  private select(of: SelectSpec, where?: "in a hook"): void | Promise<void> {
    const { title, cases, keys, real, signal, options } = this.selection(of);
    const make = (operation: Operation) =>
      new ModelSelect(this.world, cases.map(({ model }) => model), keys, { signal, priority: of.priority }, operation);
    const begin = () => select(real, options);
    const { choices } = make(new Operation(""));
    if (where && choices.length > 1 && !signal?.aborted) return;
    cases.forEach(give);
    if (choices.length <= 1 || signal?.aborted) {
      return void this.operate(title, (operation) => make(operation).start(choices), begin);
    }
    return this.follow(title, begin, (operation, settled) => {
      const model = make(operation);
      const choice = model.chosen(choices, settled);
      if (choice !== undefined) model.start([choice]);
      return choice !== undefined;
    });
  }

  private trySelect(of: SelectSpec): void {
    const { title, cases, keys, real } = this.selection({ ...of, signal: { is: "none" } });
    const { priority } = of;
    cases.forEach(give);
    const operation = this.begin(`try ${title}`);
    const model = new ModelSelect(
      this.world,
      cases.map(({ model }) => model),
      keys,
      { signal: undefined, priority },
      operation,
    );
    const { choices } = model;
    if (choices.length === 1) model.start(choices);
    this.world.tidy();
    if (choices.length > 1) this.putOff = [];
    let settled: Settled;
    try {
      settled = { fulfilled: true, value: this.inside(() => trySelect(real, { priority })) };
    } catch (error) {
      settled = { fulfilled: false, error };
    }
    if (choices.length === 0) {
      if (!settled.fulfilled || settled.value !== undefined) throw new Error(`"${operation.title}" must give nothing`);
      this.operations.pop();
      return;
    }
    operation.actual = settled;
    const follow = () => {
      const choice = model.chosen(choices, settled);
      if (choice !== undefined) model.start([choice]);
      return choice !== undefined;
    };
    if (choices.length > 1) this.resume(operation, follow, "at once");
  }

  /** An operation whose choice the library makes and the model follows. */
  private async follow(
    title: string,
    real: () => Promise<unknown>,
    model: (operation: Operation, settled: Settled) => boolean,
  ): Promise<void> {
    const operation = this.begin(title);
    this.putOff = [];
    operation.watch(this.inside(real));
    for (let count = 0; operation.actual === undefined && count < 40; count++) await (count < 20 ? ticks(1) : turn());
    const settled = operation.actual;
    if (settled === undefined) throw new Error(`"${operation.title}" must happen at once: several cases are ready`);
    this.resume(operation, () => model(operation, settled), "a hop later");
  }

  private resume(operation: Operation, model: () => boolean, when: "at once" | "a hop later"): void {
    this.world.late = when === "a hop later";
    if (!model()) throw new Error(`"${operation.title}" chose a case that was not ready`);
    this.world.tidy();
    const events = this.putOff ?? [];
    if (this.world.hurried && events.length > 0) throw new Unpredictable(); // which of them came before that hop?
    this.world.late = this.world.hurried = false;
    this.putOff = undefined;
    for (const event of events) event();
  }

  private selection(of: SelectSpec) {
    const cases = of.cases.map((spec) => written(withoutOption(spec, of), this.subjects));
    const hopeless = cases.every(({ model }) => model.is === "off" || model.is === "signal");
    const { signal, options } = this.signal(hopeless && of.signal.is === "none" ? { is: "own" } : of.signal);
    const { keys, real } = keyed<CaseLike>(cases, of.form);
    const written_ = cases.map(({ title }) => title).join(", ");
    const title = `select(${written_}${of.priority ? ", by priority" : ""})${options?.title ?? ""}`;
    return { title, cases, keys, real, signal, options: { priority: of.priority, signal: options?.signal } };
  }

  private change({ which, to }: Do<"change">): void {
    this.subjects.changing[which % this.subjects.changing.length] = to;
    this.note(`changing ${which % 3} is now ${to.is}${"on" in to ? ` ${to.on}` : ""}`);
  }

  private open(which: number): void {
    const { model, real } = at(this.subjects.gates, which);
    this.note(`open gate ${which}`);
    model.give("open");
    this.world.tidy();
    this.inside(() => real.open());
  }

  private promise(which: number): Pair<ModelPromise, Promise<unknown>> {
    const model = new ModelPromise(this.world);
    const real = new Promise((resolve, reject) => {
      this.settlers.push((fulfil) => {
        const outcome = { promise: which };
        this.note(`${fulfil ? "fulfil" : "reject"} promise ${which}`);
        model.settle(fulfil ? got(outcome) : new Refusal({ is: "error", error: outcome }));
        (fulfil ? resolve : reject)(outcome);
      });
    });
    real.catch(() => {});
    return { model, real };
  }

  // ── signals ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private signal(spec: SignalSpec) {
    const chosen = this.chosenSignal(spec);
    const title = chosen === undefined ? "" : `, ${chosen.title}`;
    return { signal: chosen?.pair.model, options: chosen && { signal: chosen.pair.real, title } };
  }

  private chosenSignal(spec: SignalSpec): { title: string; pair: Pair<Signal, AbortSignal> } | undefined {
    switch (spec.is) {
      case "none":
        return undefined;
      case "own": {
        const title = `own signal ${this.own.length}`;
        const pair = this.controlled(title);
        this.own.push(pair);
        return { title, pair };
      }
      case "shared":
        return { title: `shared signal ${spec.which % 2}`, pair: at(this.shared, spec.which) };
      case "channel":
        return { title: `the signal of c${spec.which % this.channels.length}`, pair: this.signalOf(spec.which) };
    }
  }

  private controlled(title: string): Controlled {
    const controller = new AbortController();
    const model = new Signal(this.world);
    // The first listener there is: so the model knows before the library does.
    controller.signal.addEventListener("abort", () =>
      this.event(() => {
        this.note(`${title} is aborted`);
        model.abort(controller.signal.reason);
      }));
    return { controller, model, real: controller.signal };
  }

  private abort({ controller }: Controlled, reason: Reason): void {
    this.inside(() => controller.abort(reasonOf(reason)));
  }

  private signalOf(on: number): Pair<Signal, AbortSignal> {
    const { model, real } = at(this.channels, on);
    const { signal } = real;
    if (model.signal === undefined) {
      const fresh = model.signal = new Signal(this.world);
      this.note(`${model.name}.signal`);
      if (signal.aborted !== model.cancelled) throw new Error(`${model.name}.signal.aborted is ${signal.aborted}`);
      if (signal.aborted) fresh.abort(signal.reason);
      else signal.addEventListener("abort", () => this.event(() => this.cancelled(on % this.channels.length, signal)));
    }
    return { model: model.signal, real: signal };
  }

  private cancelled(index: number, signal: AbortSignal): void {
    const { model } = at(this.channels, index);
    const due = this.world.due.shift();
    if (due === undefined || !("cancelled" in due) || due.cancelled !== index) {
      throw new Error(`${model.name}.signal was aborted out of turn`);
    }
    if (model.reason !== undefined && !Object.is(signal.reason, model.reason)) {
      throw new Error(`${model.name}.signal was aborted with ${nameOf(signal.reason)}`);
    }
    this.note(`${model.name}.signal is aborted`);
    model.signal?.abort(signal.reason);
  }

  // ── what speaks up in the middle of a step ────────────────────────────────────────────────────────────────────────

  private event(step: () => void): void {
    if (this.putOff !== undefined) return void this.putOff.push(() => this.event(step));
    try {
      step();
    } catch (error) {
      this.trouble ??= error;
    }
  }

  private hook(index: number, value: unknown): void {
    const mayReact = this.putOff === undefined;
    this.event(() => {
      const { world } = this;
      const [due] = world.due;
      const stranded = world.stranded.findIndex((one) => one.channel === index && Object.is(one.value, value));
      this.note(`  hook of c${index} with ${nameOf(value)}`);
      if (due !== undefined && "channel" in due && due.channel === index && Object.is(due.value, value)) {
        world.due.shift();
      } else if (stranded >= 0) return void world.stranded.splice(stranded, 1);
      else throw new Error(`The hook of c${index} was called out of turn with ${nameOf(value)}`);
      const reaction = mayReact && this.sources.every(({ rests }) => rests) ? this.reactions.shift() : undefined;
      if (reaction !== undefined) this.inside(() => this.react(reaction));
    });
  }

  // ── comparing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private check(): void {
    if (this.trouble !== undefined) throw this.trouble;
    if (this.world.due.length > 0) throw new Error(`${this.world.due.length} hooks were not called`);
    for (const operation of this.operations) if (operation.wrong !== undefined) throw new Error(operation.wrong);
    for (const { model, real } of this.channels) this.compareChannel(model, real);
  }

  private compareChannel(model: ModelChannel, real: Channel<unknown>): void {
    const { counts, size, closed, shelf: { capacity }, name } = model;
    const { stats } = real;
    const waiting = { waitingSenders: model.senders.places.length, waitingReceivers: model.receivers.places.length };
    const expected: Record<string, unknown> = { ...counts, ...waiting, size, closed, capacity, name };
    const actual: Record<string, unknown> = {
      ...stats,
      size: real.size,
      closed: real.closed,
      capacity: real.capacity,
      name: real.name,
    };
    for (const key of Object.keys(expected)) {
      if (expected[key] === actual[key]) continue;
      throw new Error(`${name}.${key} must be ${expected[key]}, but is ${actual[key]}`);
    }
  }

  /** Until nothing goes on by itself. What must have settled by then has. */
  private async rest(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      await ticks(10);
      this.check();
      const quiet = this.world.hops === 0 && this.world.stranded.length === 0;
      if (quiet && this.sources.every(({ rests }) => rests) && this.unsettled.length === 0) return this.checkAtRest();
      if (round > 2) await turn(); // a pause for the event loop may be on
    }
    const open = [...this.unsettled, ...this.sources.filter(({ rests }) => !rests).map(({ operation }) => operation)];
    const stranded = this.world.stranded.map(({ value }) => nameOf(value));
    throw new Error(
      `No rest: ${open.map(({ title }) => `"${title}"`).join(", ")}; hooks to come: ${stranded.join(", ")}`,
    );
  }

  private checkAtRest(): void {
    for (const { wrong } of this.sources) if (wrong !== undefined) throw new Error(wrong);
    for (const { changing } of this.iterators) {
      for (const { wrong } of changing) if (wrong !== undefined) throw new Error(wrong);
    }
  }

  private get unsettled(): Operation[] {
    return this.operations.filter(({ expected, actual }) => expected !== undefined && actual === undefined);
  }

  /** Ends everything; then every promise must have settled. */
  private async finish(): Promise<void> {
    this.note("the end");
    await this.rest();
    for (const [index, { model }] of this.channels.entries()) {
      const cancels = this.program.endings[index] === "cancel";
      await this.step(
        cancels ? { do: "cancel", on: index, reason: "error" } : { do: "close", on: index, error: "none" },
      );
      while (model.size > 0 || model.senders.places.length > 0) await this.step({ do: "tryReceive", on: index });
    }
    for (let which = 0; which < this.iterators.length; which++) await this.step({ do: "return", which });
    for (let on = 0; on < this.channels.length; on++) await this.step({ do: "cancel", on, reason: "none" });
    for (const controlled of [...this.own, ...this.shared]) {
      await this.rest();
      this.abort(controlled, "error");
    }
    for (let which = 0; which < 3; which++) await this.step({ do: "settle", which, fulfil: true });
    for (const [which, { model }] of this.subjects.gates.entries()) {
      while (model.line.places.length > 0) await this.step({ do: "open", which });
    }
    while (this.sources.some(({ feed }) => feed !== undefined)) await this.step({ do: "feed", which: 0 });
    await this.rest();
    const open = this.operations.filter(({ actual }) => actual === undefined);
    if (open.length > 0) throw new Error(`Still waiting: ${open.map(({ title }) => title).join(", ")}`);
  }
}

/** An abort that ends a select is no case of the same select. */
function withoutOption(spec: SelectSpec["cases"][number], { signal }: SelectSpec): SelectSpec["cases"][number] {
  return spec.is === "signal" && signal.is === "shared" && signal.which === spec.which ? { is: "off", as: null } : spec;
}

/** The cases in the form that the program chose, and the keys that hits on them have. */
function keyed<R>(cases: readonly { readonly real: R }[], form: "object" | "array"): Keyed<R> {
  if (form === "array") return { keys: [...cases.keys()], real: cases.map(({ real }) => real) };
  const keys = cases.map((_, index) => `k${index}`);
  return { keys, real: Object.fromEntries(cases.map(({ real }, index) => [keys[index], real])) };
}

interface Keyed<R> {
  readonly keys: readonly (string | number)[];
  readonly real: Cases<R>;
}

function reasonOf(reason: Reason): unknown {
  switch (reason) {
    case "none":
      return undefined;
    case "error":
      return new Error("the reason");
    case "null":
      return null;
    case "zero":
      return 0;
    case "empty":
      return "";
    case "false":
      return false;
  }
}
