// What comes out, of whatever source, whichever way it is read: the values, and the end, once and for all.
import * as assert from "uvu/assert";
import { channel, type Flow, pipeline, type Source } from "sluice";
import { collect } from "../../support/reading.ts";
import { ticks, turn } from "../../support/test.ts";
import {
  assertGiven,
  calm,
  type Fact,
  flowOf,
  given,
  isGreedy,
  itemsOf,
  numbers,
  type StageKind,
} from "./stage.kinds.ts";
import { asyncIterable, Script, sourceKinds } from "./stage.sources.ts";

const end = { done: true, value: undefined };

export function runningFacts(fact: Fact, kind: StageKind): void {
  sourceFacts(fact, kind);
  readerFacts(fact, kind);
  nextFacts(fact, kind);
  if (kind.make !== undefined) stageFacts(fact, kind, kind.make);
}

function sourceFacts(fact: Fact, kind: StageKind): void {
  fact("it gives the same for a source of each kind, and lets go of it", async () => {
    for (const { title, from } of sourceKinds) {
      for (const count of [1, 2, 7, 20]) {
        const script = new Script(numbers(count));
        assertGiven(kind, await flowOf(kind, from(script)).toArray(), numbers(count), `${title} of ${count}`);
        await calm();
        script.assertLetGo(title);
      }
    }
  });

  fact("it gives the same for an array, a set, a channel that holds values, and one that gets them", async () => {
    const values = numbers(7);
    const full = channel<unknown>(7);
    await full.sendAll(values);
    full.close();
    const fed = channel<unknown>();
    fed.sendAll(values).then(() => fed.close(), () => {});
    for (const source of [values, new Set(values), full, fed]) {
      assertGiven(kind, await flowOf(kind, source).toArray(), values, String(source));
    }
    fed.cancel();
  });

  fact("nothing comes of an empty source of any kind, but the end", async () => {
    for (const { title, from } of sourceKinds) {
      const script = new Script([]);
      const flow = flowOf(kind, from(script));
      assert.equal(await flow.next(), end, title);
      assert.equal(await flow.next(), end, title);
      await calm();
      script.assertLetGo(title);
    }
  });
}

function readerFacts(fact: Fact, kind: StageKind): void {
  fact("it gives the same whichever way it is read", async () => {
    const values = numbers(7);
    const open = () => flowOf(kind, asyncIterable(new Script(values)));
    const total = given(kind, values).length;
    const came: unknown[] = [];
    await open().forEach((value) => void came.push(value));
    assertGiven(kind, came, values, "forEach()");
    assertGiven(kind, await collect(open()), values, "for await");
    assertGiven(kind, await open().pipe().toArray(), values, "pipe()");
    assertGiven(kind, await pipeline(open()).toArray(), values, "pipeline()");
    assertGiven(kind, await open().reduce<unknown[]>((all, value) => [...all, value], []), values, "reduce()");
    const sink = channel<unknown>(20);
    const sent = await open().into(sink);
    const received = await collect(sink);
    assert.is(sent, received.length);
    assertGiven(kind, received, values, "into()");
    const count = await open().run();
    if (kind.loses) assert.ok(count > 0 && count <= total);
    else assert.is(count, total);
  });

  fact("a consumer that takes its time gets all the same", async () => {
    const values = numbers(7);
    for (const source of [values, asyncIterable(new Script(values), 7)]) {
      const came: unknown[] = [];
      for await (const value of flowOf(kind, source)) {
        came.push(value);
        await turn();
      }
      assertGiven(kind, came, values, `${source}`);
    }
  });
}

function nextFacts(fact: Fact, kind: StageKind): void {
  /** Calls `next()` so often without waiting; the answers, and the order in which they came. */
  async function asked(flow: Flow<unknown>, count: number): Promise<unknown[]> {
    const order: number[] = [];
    const calls = numbers(count).map((call) => flow.next().finally(() => order.push(call)));
    const results = await Promise.all(calls);
    assert.equal(order, numbers(count));
    const values = results.filter(({ done }) => !done);
    assert.equal(results.slice(values.length), results.slice(values.length).map(() => end));
    return values.map(({ value }) => value);
  }

  fact("concurrent next() calls are answered in order, and all of them", async () => {
    const values = numbers(7);
    const fed = channel<unknown>();
    fed.sendAll(values).then(() => fed.close(), () => {});
    const sources: Record<string, Source<unknown>> = {
      array: values,
      async: asyncIterable(new Script(values)),
      slow: asyncIterable(new Script(values), 7),
      channel: fed,
    };
    for (const [title, source] of Object.entries(sources)) {
      assertGiven(kind, await asked(flowOf(kind, source), 12), values, title);
    }
    fed.cancel();
  });

  fact("after its end it stays at its end, and asks for nothing", async () => {
    const script = new Script(numbers(7));
    const flow = flowOf(kind, asyncIterable(script));
    await flow.run();
    const before = { ...script };
    for (let round = 0; round < 3; round++) assert.equal(await flow.next(), end);
    for (const again of [flow.toArray(), flow.run()]) {
      assert.is(await again.catch((error) => error.message), "Cannot read the flow: it has run, and a flow runs once");
    }
    assert.equal(await flow.return(), end);
    await flow.cancel("too late");
    await flow[Symbol.asyncDispose]();
    assert.equal(await flow.next(), end);
    assert.equal({ ...script }, before);
  });

  fact("throw() after its end rejects with its error, and changes nothing", async () => {
    const script = new Script(numbers(7));
    const flow = flowOf(kind, asyncIterable(script));
    await flow.run();
    const before = { ...script };
    assert.is(await flow.throw("too late").catch((error) => error), "too late");
    assert.equal(await flow.next(), end);
    assert.equal({ ...script }, before);
  });
}

function stageFacts(fact: Fact, kind: StageKind, make: NonNullable<StageKind["make"]>): void {
  fact("others can call it: it takes any async iterable, and gives one", async () => {
    const script = new Script(numbers(7));
    const output = make()(asyncIterable(script));
    assert.is(script.opened, 0);
    assertGiven(kind, await collect(output), numbers(7));
    script.assertLetGo("at the end");
  });

  if (kind.leaves ?? true) {
    fact("others can leave it: its input is then released, once", async () => {
      const script = new Script(numbers(20));
      for await (const _ of make()(asyncIterable(script))) break;
      await ticks(20);
      script.assertLetGo("at the break");
      if (!isGreedy(kind)) assert.is(script.released, 1);
    });
  }

  fact("others get the error of its input", async () => {
    const error = new Error("The source broke");
    const script = new Script([1, 2], { error });
    const output = make()(asyncIterable(script));
    assert.is(await collect(output).catch((thrown) => thrown), error);
    script.assertLetGo("after the error");
  });

  fact("two of them in a row do the work of both", async () => {
    const values = numbers(7);
    const flow = pipeline(asyncIterable(new Script(values)), make(), make());
    const came = await flow.toArray();
    if (kind.loses) assert.ok(came.length > 0 && came.length <= values.length);
    else if (kind.gives === undefined) assertGiven(kind, came, values);
    else assert.ok(itemsOf(kind, came).length > 0);
  });

  if (kind.reusable === false) return;

  fact("a stage is used again and again, also by runs at the same time", async () => {
    const values = numbers(7);
    const stage = make();
    const run = () => pipeline(asyncIterable(new Script(values)), stage).toArray();
    for (let round = 0; round < 2; round++) assertGiven(kind, await run(), values, `round ${round}`);
    for (const came of await Promise.all([run(), run()])) assertGiven(kind, came, values, "side by side");
  });
}
