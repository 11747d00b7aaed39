// Random programs. Indices count modulo what there is, so that every program makes sense, whatever shrinking left of it.
import fc from "fast-check";
import type { Kind } from "./kinds.ts";
import type { SourceKind } from "./send-all.ts";
import { forms, type ValueSpec } from "./values.ts";

export interface ChannelSpec {
  readonly kind: Kind;
  readonly hooked: boolean;
  /** `undefined`: the default. */
  readonly maxWaiting: number | undefined;
}

/** Where the signal of an operation comes from. */
export type SignalSpec =
  | { readonly is: "none" | "own" }
  | { readonly is: "shared" | "channel"; readonly which: number };

export type CaseSpec =
  | { readonly is: "off"; readonly as: null | undefined | false }
  | { readonly is: "receive"; readonly on: number; readonly foreign: boolean }
  | { readonly is: "send"; readonly on: number; readonly value: ValueSpec; readonly foreign: boolean }
  | { readonly is: "signal"; readonly which: number }
  | { readonly is: "promise"; readonly which: number }
  | { readonly is: "gate"; readonly which: number }
  /** In a loop: a function, whose answer a command can change. In a select: what it says now. */
  | { readonly is: "changing"; readonly which: number };

export interface SelectSpec {
  readonly cases: readonly CaseSpec[];
  readonly form: "object" | "array";
  readonly priority: boolean;
  readonly signal: SignalSpec;
}

export type Command =
  | { readonly do: "send"; readonly on: number; readonly value: ValueSpec; readonly signal: SignalSpec }
  | { readonly do: "trySend"; readonly on: number; readonly value: ValueSpec }
  | { readonly do: "receive"; readonly on: number; readonly signal: SignalSpec }
  | { readonly do: "tryReceive"; readonly on: number }
  | {
    readonly do: "sendAll";
    readonly on: number;
    readonly values: readonly ValueSpec[];
    readonly source: SourceKind;
    readonly signal: SignalSpec;
  }
  | { readonly do: "feed"; readonly which: number }
  | { readonly do: "iterate"; readonly on: number; readonly as: "loop" | "consume" }
  | { readonly do: "batches"; readonly on: number; readonly max: number | undefined }
  | { readonly do: "next"; readonly which: number }
  | { readonly do: "return"; readonly which: number }
  | { readonly do: "abort"; readonly which: number; readonly reason: Reason }
  | { readonly do: "abortShared"; readonly which: number; readonly reason: Reason }
  | { readonly do: "close"; readonly on: number; readonly error: Reason }
  | { readonly do: "cancel"; readonly on: number; readonly reason: Reason }
  | { readonly do: "select"; readonly of: SelectSpec }
  | { readonly do: "trySelect"; readonly of: SelectSpec }
  | { readonly do: "selectLoop"; readonly of: SelectSpec }
  | { readonly do: "change"; readonly which: number; readonly to: CaseSpec }
  | { readonly do: "open"; readonly which: number }
  | { readonly do: "settle"; readonly which: number; readonly fulfil: boolean }
  | { readonly do: "poison"; readonly which: number }
  | { readonly do: "signalOf"; readonly on: number }
  | { readonly do: "rest" };

/** What errors and reasons may be: anything, but `undefined` stands for none. */
export type Reason = "none" | "error" | "null" | "zero" | "empty" | "false";

export interface Step {
  readonly command: Command;
  /** How many turns of the microtask queue pass before it. */
  readonly ticks: number;
}

export interface Program {
  readonly channels: readonly ChannelSpec[];
  readonly steps: readonly Step[];
  /** What hooks do when they are called, first to last. */
  readonly reactions: readonly Command[];
  /** How each channel ends. */
  readonly endings: readonly ("close" | "cancel")[];
  /** For `Math.random`. */
  readonly seed: number;
}

const index = fc.nat({ max: 7 });
const small = (max: number) => fc.nat({ max });

const value: fc.Arbitrary<ValueSpec> = fc.record({
  form: fc.oneof({ weight: 6, arbitrary: fc.constant("object" as const) }, {
    weight: 1,
    arbitrary: fc.constantFrom(...forms),
  }),
  weight: small(4),
  rank: small(2),
  key: small(2),
  mood: small(4),
  poisoned: fc.oneof({ weight: 30, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const capacity = small(3);
const kind: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant("plain" as const), capacity }) },
  {
    weight: 5,
    arbitrary: fc.record({ is: fc.constantFrom("fifo", "dropping", "strict", "priority" as const), capacity }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constantFrom("sliding", "stack", "moody" as const),
      capacity: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("unbounded" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant("conflating" as const), keyed: fc.boolean(), merging: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant("sized" as const), limit: small(6) }) },
);

function channelOf(kind: fc.Arbitrary<Kind>): fc.Arbitrary<ChannelSpec> {
  return fc.record({
    kind,
    hooked: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    maxWaiting: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: small(2) }),
  });
}

const signal: fc.Arbitrary<SignalSpec> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ is: "none" as const }) },
  { weight: 3, arbitrary: fc.constant({ is: "own" as const }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant("shared" as const), which: small(1) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("channel" as const), which: index }) },
);

const reason: fc.Arbitrary<Reason> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom("none", "error" as const) },
  { weight: 1, arbitrary: fc.constantFrom("null", "zero", "empty", "false" as const) },
);

const foreign = fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const written: fc.Arbitrary<CaseSpec> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ is: fc.constant("receive" as const), on: index, foreign }) },
  { weight: 8, arbitrary: fc.record({ is: fc.constant("send" as const), on: index, value, foreign }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant("off" as const), as: fc.constantFrom(null, undefined, false as const) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("signal" as const), which: small(1) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("promise" as const), which: small(2) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("gate" as const), which: small(1) }) },
);

const changing = fc.record({ is: fc.constant("changing" as const), which: small(2) });

const selection: fc.Arbitrary<SelectSpec> = fc.record({
  cases: fc.array(fc.oneof({ weight: 6, arbitrary: written }, { weight: 1, arbitrary: changing }), {
    minLength: 1,
    maxLength: 4,
    size: "max",
  }),
  form: fc.constantFrom("object", "array" as const),
  priority: fc.boolean(),
  signal,
});

const commands: { readonly [K in Command["do"]]: fc.Arbitrary<Extract<Command, { do: K }>> } = {
  send: fc.record({ do: fc.constant("send" as const), on: index, value, signal }),
  trySend: fc.record({ do: fc.constant("trySend" as const), on: index, value }),
  receive: fc.record({ do: fc.constant("receive" as const), on: index, signal }),
  tryReceive: fc.record({ do: fc.constant("tryReceive" as const), on: index }),
  sendAll: fc.record({
    do: fc.constant("sendAll" as const),
    on: index,
    values: fc.array(value, { maxLength: 5, size: "max" }),
    source: fc.constantFrom("array", "async", "held" as const),
    signal,
  }),
  feed: fc.record({ do: fc.constant("feed" as const), which: index }),
  iterate: fc.record({
    do: fc.constant("iterate" as const),
    on: index,
    as: fc.oneof({ weight: 3, arbitrary: fc.constant("loop" as const) }, {
      weight: 1,
      arbitrary: fc.constant("consume" as const),
    }),
  }),
  batches: fc.record({
    do: fc.constant("batches" as const),
    on: index,
    max: fc.constantFrom(undefined, Infinity, 1, 2, 3),
  }),
  next: fc.record({ do: fc.constant("next" as const), which: index }),
  return: fc.record({ do: fc.constant("return" as const), which: index }),
  abort: fc.record({ do: fc.constant("abort" as const), which: index, reason }),
  abortShared: fc.record({ do: fc.constant("abortShared" as const), which: small(1), reason }),
  close: fc.record({ do: fc.constant("close" as const), on: index, error: reason }),
  cancel: fc.record({ do: fc.constant("cancel" as const), on: index, reason }),
  select: fc.record({ do: fc.constant("select" as const), of: selection }),
  trySelect: fc.record({ do: fc.constant("trySelect" as const), of: selection }),
  selectLoop: fc.record({ do: fc.constant("selectLoop" as const), of: selection }),
  change: fc.record({ do: fc.constant("change" as const), which: small(2), to: written }),
  open: fc.record({ do: fc.constant("open" as const), which: small(1) }),
  settle: fc.record({
    do: fc.constant("settle" as const),
    which: small(2),
    fulfil: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  }),
  poison: fc.record({ do: fc.constant("poison" as const), which: index }),
  signalOf: fc.record({ do: fc.constant("signalOf" as const), on: index }),
  rest: fc.record({ do: fc.constant("rest" as const) }),
};

export interface Profile {
  readonly weights: Weights;
  /** Default: all. */
  readonly kinds?: fc.Arbitrary<Kind>;
}

type Weights = { readonly [K in Command["do"]]?: number };

const everything: Weights = {
  send: 20,
  trySend: 6,
  receive: 20,
  tryReceive: 6,
  sendAll: 5,
  feed: 4,
  iterate: 3,
  batches: 3,
  next: 14,
  return: 3,
  abort: 6,
  abortShared: 1,
  close: 1,
  cancel: 1,
  select: 12,
  trySelect: 5,
  selectLoop: 3,
  change: 2,
  open: 2,
  settle: 1,
  poison: 1,
  signalOf: 1,
  rest: 2,
};

/** What programs are like: of everything, or mostly of one thing. */
export const profiles: { readonly [name: string]: Profile } = {
  everything: { weights: everything },
  "sends and receives": {
    weights: { send: 20, receive: 20, trySend: 10, tryReceive: 10, abort: 8, abortShared: 2, poison: 1, rest: 1 },
  },
  crowds: {
    // One who leaves lets others go: values differ in size, and many wait on one signal.
    weights: {
      send: 30,
      receive: 4,
      tryReceive: 6,
      sendAll: 4,
      select: 8,
      abort: 4,
      abortShared: 6,
      poison: 2,
      rest: 1,
    },
    kinds: fc.record({ is: fc.constant("sized" as const), limit: fc.integer({ min: 2, max: 6 }) }),
  },
  selects: {
    weights: { ...everything, select: 40, trySelect: 10, abort: 14, settle: 2, open: 4, iterate: 0, batches: 0 },
  },
  loops: {
    weights: { ...everything, selectLoop: 8, next: 40, change: 8, open: 6, select: 4, iterate: 1, batches: 1 },
  },
  iterators: {
    weights: { ...everything, iterate: 6, batches: 6, next: 40, return: 6, sendAll: 10, selectLoop: 0, select: 2 },
  },
  endings: { weights: { ...everything, close: 8, cancel: 6, return: 8, abortShared: 4, signalOf: 4 } },
};

/** What a hook may do: nothing that needs the model to wait and see. */
const reaction = weighted({
  send: 4,
  trySend: 4,
  receive: 4,
  tryReceive: 4,
  next: 3,
  return: 1,
  abort: 2,
  close: 1,
  cancel: 1,
  select: 2,
});

function weighted(weights: Weights): fc.Arbitrary<Command> {
  const entries = Object.entries(weights) as [Command["do"], number][];
  return fc.oneof(...entries.map(([name, weight]) => ({ weight, arbitrary: commands[name] as fc.Arbitrary<Command> })));
}

/** Programs of a profile. */
export function programs({ weights, kinds = kind }: Profile, maxLength: number): fc.Arbitrary<Program> {
  return fc.record({
    channels: fc.array(channelOf(kinds), { minLength: 1, maxLength: 3, size: "max" }),
    steps: fc.array(
      fc.record({
        command: weighted(weights),
        ticks: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: small(4) }),
      }),
      { maxLength, size: "max" },
    ),
    reactions: fc.array(reaction, { maxLength: 4, size: "max" }),
    endings: fc.array(fc.constantFrom("close", "cancel" as const), { minLength: 3, maxLength: 3 }),
    seed: fc.nat(),
  });
}
