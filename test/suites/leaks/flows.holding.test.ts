// What is left of flows: nothing of what is over, and nothing of what nobody can reach.
import {
  batch,
  buffer,
  catchError,
  channel,
  compose,
  debounce,
  filter,
  flatMap,
  type Flow,
  groupBy,
  map,
  merge,
  pipeline,
  sample,
  Semaphore,
  sliding,
  type Stage,
  take,
  tap,
  tee,
  zip,
} from "sluice";
import * as assert from "uvu/assert";
import { assertFlat, collect, collected } from "../../support/heap.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { suite, turn } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("leaks: flows that are over");

const long = { within: 240_000 };

interface Thing {
  readonly number: number;
}

function* things(count = Infinity): Generator<Thing> {
  for (let number = 0; number < count; number++) yield { number };
}

const sameThing = ({ number }: Thing) => number;

async function* relay(input: AsyncIterable<Thing>): AsyncGenerator<Thing> {
  for await (const thing of input) yield thing;
}

test("flows that are left early leave nothing behind: on a channel, on a signal, on a semaphore (P4)", async () => {
  const ch = channel<Thing>();
  const seats = new Semaphore(2);
  const watched = watchedSignal();
  const { signal } = watched;
  const stages: Stage<Thing, unknown>[] = [
    map((thing) => Promise.resolve(thing), { concurrency: seats }),
    buffer<Thing>(2),
    debounce<Thing>(10_000),
    compose(groupBy(sameThing), flatMap(({ values }) => values)),
    batch<Thing>(3, { within: 10_000 }),
    relay,
  ];
  await assertFlat(4, async () => {
    for (let count = 0; count < 2_000; count++) {
      for (const stage of stages) {
        const flow = pipeline(ch, stage, { signal });
        const next = flow.next();
        ch.trySend({ number: count });
        await flow.return();
        await next;
      }
    }
  });
  await turn();
  assert.is(watched.listeners, 0);
  assert.is(ch.stats.waitingReceivers, 0);
  assert.is(seats.available, 2);
}, long);

test("a signal keeps nothing of flows that have ended, failed or been left, however long it lives (C15, C22)", async () => {
  const { signal } = new AbortController();
  const endings: ((flow: Flow<Thing>) => Promise<unknown>)[] = [
    (flow) => flow.toArray(),
    (flow) => flow.return(),
    (flow) => flow.throw("broken").catch(() => {}),
    (flow) => flow.forEach(() => Promise.reject("broken")).catch(() => {}),
    async (flow) => {
      for await (const _ of flow) break;
    },
  ];
  for (const end of endings) {
    const references = await (async () => {
      const source = things(3);
      const flow = pipeline(source, map((thing) => thing, { concurrency: 2 }), { signal });
      await flow.next();
      await end(flow);
      return [new WeakRef<object>(source), new WeakRef<object>(flow)];
    })();
    assert.equal(await Promise.all(references.map(collected)), [true, true], end.toString());
  }
  assert.not(signal.aborted);
});

test("a value that debounce() or sample() has given is kept no longer (C22)", async () => {
  for (const stage of [debounce<Thing>(10), sample<Thing>(10)]) {
    const source = channel<Thing>();
    const flow = pipeline(source, stage);
    let reference: WeakRef<Thing> | undefined;
    await withTimers(async (timers) => {
      const next = flow.next();
      await source.send({ number: 1 });
      await rest();
      timers.pass(10);
      reference = new WeakRef((await next).value as Thing);
    });
    assert.ok(await collected(reference as WeakRef<Thing>));
    await flow.cancel();
  }
});

/** Opens something, pulls once, and lets go of it; was all of it collected? */
async function droppedAfter(open: () => Promise<readonly object[]>): Promise<boolean[]> {
  const references = await (async () => (await open()).map((each) => new WeakRef(each)))();
  await collect();
  return references.map((reference) => reference.deref() === undefined);
}

test("a flow that nobody can reach is collected with its source, whatever it waits for (C22)", async () => {
  const stages: Record<string, () => Stage<Thing, unknown>> = {
    map: () => map((thing) => thing),
    "map, several at once": () => map(() => new Promise(() => {}), { concurrency: 3 }),
    buffer: () => buffer(2),
    groupBy: () => groupBy(sameThing),
    foreign: () => relay,
  };
  for (const [title, stage] of Object.entries(stages)) {
    const idle = await droppedAfter(async () => {
      const source = things();
      const flow = pipeline(source, stage());
      void flow.next();
      await turn();
      return [source, flow];
    });
    assert.equal(idle, [true, true], `${title}, over a generator`);
    const waiting = await droppedAfter(async () => {
      const source = channel<Thing>();
      const flow = pipeline(source, stage());
      void flow.next();
      await turn();
      return [source, flow];
    });
    assert.equal(waiting, [true, true], `${title}, over a channel`);
  }
});

test("a channel keeps no flow that was read and waits for nothing (C22)", async () => {
  const ch = channel<Thing>(10);
  const dropped = await droppedAfter(async () => {
    ch.trySend({ number: 1 });
    const flow = pipeline(ch, map((thing) => thing));
    await flow.next();
    return [flow];
  });
  assert.equal(dropped, [true]);
});

test("a stage keeps no value that it gave, once the next one is asked for (P1)", async () => {
  const stages: Record<string, () => Stage<Thing, unknown>> = {
    map: () => map((thing) => thing),
    "async map": () => map((thing) => Promise.resolve(thing)),
    "map, several at once": () => map((thing) => thing, { concurrency: 3 }),
    "map, in any order": () => map((thing) => Promise.resolve(thing), { concurrency: 3, ordered: false }),
    "map, governed": () => map((thing) => thing, { concurrency: new Semaphore(2) }),
    filter: () => filter(() => true),
    tap: () => tap(() => {}),
    flatMap: () => flatMap((thing) => [thing]),
    "flatMap, several at once": () => flatMap((thing) => [thing], { concurrency: 3, ordered: false }),
    batch: () => batch(1),
    buffer: () => buffer(2),
    "sliding buffer": () => buffer(sliding(2)),
    take: () => take(10),
    groupBy: () => compose(groupBy(() => "all"), flatMap(({ values }) => values)),
    merge: () => (input) => merge(input),
    zip: () => (input) => zip(input),
    tee: () => (input) => tee(input, 1)[0] as Flow<Thing>,
  };
  for (const [title, stage] of Object.entries(stages)) {
    const ch = channel<Thing>(10);
    const flow = pipeline(ch, stage());
    const references = await (async () => {
      const references: WeakRef<Thing>[] = [];
      for (let number = 0; number < 4; number++) {
        const thing = { number };
        references.push(new WeakRef(thing));
        const next = flow.next();
        await turn();
        ch.trySend(thing);
        await next;
      }
      return references;
    })();
    const last = flow.next();
    await turn();
    await collect();
    assert.equal(references.map((reference) => reference.deref()), [undefined, undefined, undefined, undefined], title);
    await flow.return();
    assert.ok((await last).done);
  }
});

test("a stage that has failed keeps neither the item nor its error while another flow takes its place (C22, P3)", async () => {
  const stages: Record<string, (fail: () => never) => Stage<Thing, unknown>> = {
    "map, several at once": (fail) => map(fail, { concurrency: 3 }),
    "map, governed": (fail) => map(fail, { concurrency: new Semaphore(2) }),
    flatMap: (fail) => flatMap(fail),
  };
  for (const [title, stage] of Object.entries(stages)) {
    const references: WeakRef<object>[] = [];
    const noted = <O extends object>(object: O): O => {
      references.push(new WeakRef(object));
      return object;
    };
    const fail = (): never => {
      throw noted(new Error("no"));
    };
    const ch = channel<Thing>(1);
    ch.trySend(noted({ number: 1 }));
    const flow = pipeline(ch, stage(fail), catchError(() => [1, 2, 3]));
    assert.is((await flow.next()).value, 1);
    await collect();
    assert.equal(references.map((reference) => reference.deref()), [undefined, undefined], title);
    await flow.return();
  }
});

test.run();
