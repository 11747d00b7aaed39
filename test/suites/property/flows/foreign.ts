// Stages as others write them: functions of async iterables, some with manners and some without.
import { channel, pipeline, produce, type Stage } from "sluice";
import { cut, each, leftEarly, type Line, SERIAL } from "./line.ts";
import type { Built } from "./built.ts";
import type { Work } from "./work.ts";
import { digest, type Value, type World } from "./world.ts";

/** An async generator that has to be at its end when all is over. */
function generator(world: World, body: (input: AsyncIterable<Value>) => AsyncGenerator<Value>): Stage<Value, Value> {
  let open = 0;
  world.checks.push(() => {
    if (open > 0) world.blame("the generator of a foreign stage was not left (P3, P4)");
  });
  return async function* (input) {
    open++;
    try {
      yield* body(input);
    } finally {
      open--;
    }
  };
}

/** One for each. */
export function eachOf(world: World, work: Work, counts: boolean): Built {
  const stage = generator(world, async function* (input) {
    for await (const value of input) {
      await world.pace.step();
      if (work.fate(value) === "fails") throw work.error(value);
      yield digest(value) + 1;
    }
  });
  const made = work.made((value) => ({ values: [digest(value) + 1] }));
  return { stage, model: (line) => each(line, { ...SERIAL, counts }, made) };
}

/** Leaves after the first ones. */
export function leaves(world: World, count: number): Built {
  const stage = generator(world, async function* (input) {
    let left = count;
    for await (const value of input) {
      yield value;
      if (--left === 0) return;
    }
  });
  return { stage, model: (line) => cut(line, count) };
}

/** Calls `next()` several times at once, and cannot be left. */
export function greedy(width: number): Built {
  const stage = (input: AsyncIterable<Value>): AsyncIterable<Value> => {
    const iterator = input[Symbol.asyncIterator]();
    const asked: Promise<IteratorResult<Value>>[] = [];
    const ask = () => {
      const promise = iterator.next();
      promise.catch(() => {}); // it may never come to await this one
      asked.push(promise);
    };
    const next = () => {
      while (asked.length < width) ask();
      return asked.shift() as Promise<IteratorResult<Value>>;
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  };
  return {
    stage,
    model: (line) => ({ ...line, exact: false, demand: (asked) => asked && line.demand(asked + width - 1) }),
  };
}

/** What comes, sent on by a task that reads it, or into a channel that is read instead. */
export function through(world: World, as: "through produce" | "through into"): Built {
  const model = (line: Line): Line => ({ ...line, exact: false, demand: (asked) => asked && line.demand(asked + 1) });
  if (as === "through produce") {
    const stage = (input: AsyncIterable<Value>) =>
      produce<Value>(async (out) => {
        for await (const value of input) {
          await world.pace.step();
          await out.send(value);
        }
      });
    // The task may have failed by itself when it is left.
    const late = (line: Line) => line.endings.filter((ending) => ending instanceof Error);
    return { stage, model: (line) => ({ ...model(line), releases: [...line.releases, ...late(line)] }) };
  }
  const stage = (input: AsyncIterable<Value>) => {
    const sink = channel<Value>();
    pipeline(input).into(sink).catch(() => {}); // the channel says it, too
    return sink;
  };
  return { stage, model };
}

/** Does not even look at its input. */
export function deaf(): Built {
  const stage = async function* () {
    yield -1;
  };
  return {
    stage,
    model: (line) => ({ ...leftEarly({ ...line, exact: false }), known: "sequence", values: [-1], demand: () => 0 }),
  };
}

/** Ways to make one stage of several. */
export function joined(as: "nested" | "called" | "piped", stages: readonly Stage<Value, Value>[]): Stage<Value, Value> {
  const rest = stages as readonly [Stage<Value, Value>]; // the overloads know no arrays
  switch (as) {
    case "nested":
      return (input) => pipeline(input, ...rest);
    case "piped":
      return (input) => pipeline(input).pipe(...rest);
    case "called":
      return (input) => stages.reduce((before, stage) => stage(before), input);
  }
}
