// The cases of a select as a program writes them: what the library gets, and what the model makes of it.
import { type Case, type CaseLike, type Channel, type End, type Got, sending, type Turn } from "sluice";
import type { ModelCase, ModelGate, ModelPromise } from "./case.ts";
import type { ModelChannel } from "./channel.ts";
import type { LoopCase } from "./group.ts";
import type { CaseSpec } from "./program.ts";
import type { Signal } from "./signal.ts";
import { nameOf, valueOf } from "./values.ts";

/** One thing, twice. */
export interface Pair<M, R> {
  readonly model: M;
  readonly real: R;
}

export interface WrittenCase extends Pair<ModelCase, CaseLike> {
  readonly title: string;
}

/** What cases can be about. */
export interface Subjects {
  readonly channels: readonly Pair<ModelChannel, Channel<unknown>>[];
  readonly signals: readonly Pair<Signal, AbortSignal>[];
  readonly promises: readonly Pair<ModelPromise, Promise<unknown>>[];
  readonly gates: readonly Pair<ModelGate, Gate>[];
  /** What the changing cases are now. */
  readonly changing: CaseSpec[];
}

export function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

export function written(spec: CaseSpec, subjects: Subjects): WrittenCase {
  switch (spec.is) {
    case "off":
      return { model: { is: "off" }, real: spec.as, title: String(spec.as) };
    case "changing":
      return written(at(subjects.changing, spec.which), subjects);
    case "receive": {
      const { model: channel, real } = at(subjects.channels, spec.on);
      const { foreign } = spec;
      const title = `${foreign ? "foreign " : ""}<-${channel.name}`;
      return { model: { is: "receive", channel, foreign }, real: foreign ? foreignReceive(real) : real, title };
    }
    case "send": {
      const { model: channel, real } = at(subjects.channels, spec.on);
      const { foreign } = spec;
      const value = valueOf(spec.value);
      const own = sending(real, value);
      const title = `${foreign ? "foreign " : ""}${channel.name}<-${nameOf(value)}`;
      return { model: { is: "send", channel, value, foreign }, real: foreign ? foreignSend(own) : own, title };
    }
    case "signal": {
      const { model: signal, real } = at(subjects.signals, spec.which);
      return { model: { is: "signal", signal }, real, title: `signal ${spec.which}` };
    }
    case "promise": {
      const { model: promise, real } = at(subjects.promises, spec.which);
      return { model: { is: "promise", promise }, real, title: `promise ${spec.which}` };
    }
    case "gate": {
      const { model: gate, real } = at(subjects.gates, spec.which);
      return { model: { is: "gate", gate }, real, title: `gate ${spec.which}` };
    }
  }
}

/** The same, given to the library at once. */
export function given(spec: CaseSpec, subjects: Subjects): WrittenCase {
  const fresh = written(spec, subjects);
  give(fresh);
  return fresh;
}

/** The library is given the case. One that was only written is not known to it. */
export function give({ model }: WrittenCase): void {
  if (model.is === "promise") model.promise.meet();
}

/** A case of a loop that is a function: the library and the model, in whatever order, must ask it equally often. */
export class Changing implements Pair<LoopCase, () => CaseLike> {
  readonly title: string;
  private readonly write: () => WrittenCase;
  /** What only one of them has asked for. */
  private readonly ahead: { readonly who: "model" | "library"; readonly fresh: WrittenCase }[] = [];

  constructor(which: number, write: () => WrittenCase) {
    this.title = `() => changing ${which}`;
    this.write = write;
  }

  /** Who asked more often. */
  get wrong(): string | undefined {
    return this.ahead.length === 0 ? undefined : `the ${this.ahead[0]?.who} asked "${this.title}" more often`;
  }

  readonly model = (): ModelCase => this.ask("model").model;
  readonly real = (): CaseLike => this.ask("library").real;

  private ask(who: "model" | "library"): WrittenCase {
    const [other] = this.ahead;
    if (other !== undefined && other.who !== who) this.ahead.shift();
    else this.ahead.push({ who, fresh: this.write() });
    return other !== undefined && other.who !== who ? other.fresh : this.ahead.at(-1)?.fresh as WrittenCase;
  }
}

type AnyCase = Case<Got<unknown> | End>;

function foreignReceive(channel: Channel<unknown>): AnyCase {
  const lend = (channel as unknown as Record<symbol, () => AnyCase>)[Symbol.for("sluice.receiving")];
  const lent = lend?.call(channel) as AnyCase;
  return { poll: () => lent.poll(), park: (turn) => lent.park(turn) };
}

function foreignSend(own: Case<Got<undefined>>): AnyCase {
  const lent = { poll: () => own.poll(), park: (turn: Turn<Got<undefined>>) => own.park(turn), once: true };
  return lent;
}

/** A case of the program's own. */
export class Gate implements Case<Got<unknown>> {
  private readonly waiting: Turn<Got<unknown>>[] = [];
  private opened = 0;

  open(): void {
    const turn = this.waiting.shift();
    if (turn === undefined) this.opened++;
    else if (turn.claim()) turn.settle({ done: false, value: "open" });
    else throw new Error("A turn that is over still stood in line");
  }

  poll(): Got<unknown> | undefined {
    if (this.opened === 0) return undefined;
    this.opened--;
    return { done: false, value: "open" };
  }

  park(turn: Turn<Got<unknown>>): () => void {
    this.waiting.push(turn);
    return () => {
      const seat = this.waiting.indexOf(turn);
      if (seat >= 0) this.waiting.splice(seat, 1);
    };
  }
}
