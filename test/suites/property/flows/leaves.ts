// Every kind of source there is, watched: how often it is asked, what it gave, and how it was left.
import { Readable } from "node:stream";
import type { Source } from "sluice";
import type { Leaf } from "./leaf.ts";
import { produced, sent } from "./senders.ts";
import type { Ledger, Value, World } from "./world.ts";

/** A source that answers now, or never. */
type Answer = IteratorResult<Value, undefined>;

const NEVER = new Promise<never>(() => {});
const END: Answer = { done: true, value: undefined };

export function leafOf(world: World, leaf: Leaf, ledger: Ledger): Source<Value> {
  const { as, values, ending } = leaf;
  const plain = ending === "end" && leaf.release === undefined;
  if ((as === "array" || as === "set") && plain) {
    ledger.exempt = true;
    return as === "array" ? values : new Set(values);
  }
  const asynchronous = as.startsWith("async") || ["stream", "readable", "channel", "produce"].includes(as);
  if (!asynchronous && ending !== "stall") return synchronous(world, leaf, ledger, as === "generator");
  if (as === "stream") return stream(world, leaf, ledger);
  if (as === "readable") return readable(world, leaf, ledger);
  if (as === "channel") return sent(world, leaf, ledger);
  if (as === "produce") return produced(world, leaf, ledger);
  if (as === "async generator") return generator(world, leaf, ledger);
  return asyncIterable(world, leaf, ledger);
}

/** The next of its values, then what comes after them. Throws what it fails with; `stall` is for the caller. */
class Script {
  private position = 0;
  private readonly leaf: Leaf;
  private readonly ledger: Ledger;
  private readonly at: "once" | "some ticks later";

  constructor(leaf: Leaf, ledger: Ledger, at: "once" | "some ticks later" = "some ticks later") {
    this.leaf = leaf;
    this.ledger = ledger;
    this.at = at;
  }

  get stalls(): boolean {
    return this.leaf.ending === "stall" && this.position === this.leaf.values.length;
  }

  next(): Answer {
    const { leaf: { values, ending }, ledger } = this;
    if (this.position < values.length) {
      const value = values[this.position++] as Value;
      ledger.give();
      return { done: false, value };
    }
    ledger.end(this.at);
    if (ending !== "end") throw ending;
    return END;
  }
}

function synchronous(world: World, leaf: Leaf, ledger: Ledger, generator: boolean): Source<Value> {
  const script = new Script(leaf, ledger, "once");
  const next = () => {
    ledger.ask();
    world.pace.stir();
    return script.next();
  };
  const released = () => {
    ledger.release();
    if (leaf.release !== undefined) throw leaf.release;
    return END;
  };
  if (!generator) return { [Symbol.iterator]: () => ({ next, return: released }) };
  ledger.owned = true;
  const values = (function* () {
    for (let answer = next(); !answer.done; answer = next()) yield answer.value;
  })();
  const close = values.return.bind(values, undefined);
  values.return = () => {
    close(); // throws while the generator runs
    return released();
  };
  return values;
}

function generator(world: World, leaf: Leaf, ledger: Ledger): Source<Value> {
  const script = new Script(leaf, ledger);
  ledger.owned = true;
  const values = (async function* () {
    for (;;) {
      ledger.ask();
      await world.pace.step();
      if (script.stalls) await NEVER;
      const answer = script.next();
      if (answer.done) return;
      yield answer.value;
    }
  })();
  const close = values.return.bind(values, undefined);
  values.return = async () => {
    ledger.release(true);
    await close();
    await world.pace.step();
    ledger.leaving = false;
    if (leaf.release !== undefined) throw leaf.release;
    return END;
  };
  return values;
}

function asyncIterable(world: World, leaf: Leaf, ledger: Ledger): Source<Value> {
  const script = new Script(leaf, ledger);
  let left = false;
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        ledger.ask();
        await world.pace.step();
        if (script.stalls) return await NEVER;
        return left ? END : script.next();
      },
      async return() {
        ledger.release(true);
        left = true;
        await world.pace.step();
        ledger.leaving = false;
        if (leaf.release !== undefined) throw leaf.release;
        return END;
      },
    }),
  };
}

function stream(world: World, leaf: Leaf, ledger: Ledger): Source<Value> {
  const script = new Script(leaf, ledger);
  ledger.owned = true;
  return new ReadableStream<Value>({
    async pull(controller) {
      ledger.ask();
      await world.pace.step();
      if (ledger.releases > 0) return;
      if (script.stalls) return await NEVER;
      const { done, value } = script.next(); // what it throws is the stream's error
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      ledger.release(true);
      await world.pace.step();
      ledger.leaving = false;
      if (leaf.release !== undefined) throw leaf.release;
    },
  }, { highWaterMark: 0 });
}

/** Node's streams destroy themselves at their end. */
function readable(world: World, leaf: Leaf, ledger: Ledger): Source<Value> {
  const script = new Script(leaf, ledger);
  ledger.owned = true;
  ledger.ahead = 2; // its own buffer, and the value with which that is full
  const stream: Readable = new Readable({
    objectMode: true,
    highWaterMark: 1,
    async read() {
      ledger.ask();
      await world.pace.step();
      if (stream.destroyed || script.stalls) return;
      try {
        const { done, value } = script.next();
        stream.push(done ? null : value);
      } catch (error) {
        stream.destroy(error as Error);
      }
    },
    destroy(error, done) {
      if (!ledger.over) ledger.release();
      done(error);
    },
  });
  return stream;
}
