// What comes of releasing the source: it is waited for, and it may fail. No question is open when these flows are left. P4.
import * as assert from "uvu/assert";
import type { Flow } from "sluice";
import { failure } from "../../support/failure.ts";
import { pending } from "../../support/test.ts";
import type { FakeTimers } from "../../support/timers.ts";
import { calm, eventually, type Fact, flowOf, numbers, type StageKind } from "./stage.kinds.ts";
import { asyncIterable, Script } from "./stage.sources.ts";

const end = { done: true, value: undefined };
const broken = new Error("The consumer broke");

export function releasingFacts(fact: Fact, kind: StageKind): void {
  const leaving: Record<string, (flow: Flow<unknown>) => Promise<unknown>> = {
    "return()": (flow) => flow.return(),
    "cancel()": (flow) => flow.cancel(),
    "asyncDispose": (flow) => flow[Symbol.asyncDispose](),
  };

  /** A flow over a source whose `return()` gives this. */
  async function opened(timers: FakeTimers, released: () => Promise<unknown>, options = {}) {
    const script = new Script(numbers(20));
    const source: AsyncIterable<unknown> = {
      [Symbol.asyncIterator]() {
        const iterator = asyncIterable(script)[Symbol.asyncIterator]();
        return {
          next: () => iterator.next(),
          async return() {
            script.release();
            await released();
            return { done: true, value: undefined };
          },
        };
      },
    };
    const flow = flowOf(kind, source, options);
    await eventually(flow.next(), timers);
    await calm();
    return { flow, script };
  }

  for (const [way, leave] of Object.entries(leaving)) {
    fact(`${way} waits until the source is released (P4)`, async (timers) => {
      let release = () => {};
      const released = new Promise<void>((resolve) => release = resolve);
      const { flow, script } = await opened(timers, () => released);
      const left = leave(flow);
      assert.is(script.released, 1);
      assert.ok(await pending(left));
      const next = flow.next();
      assert.ok(await pending(next));
      release();
      await left;
      assert.equal(await next, end);
    });

    fact(`${way} rejects with what releasing the source fails with, once (P4)`, async (timers) => {
      const error = new Error("The source cannot be released");
      const { flow, script } = await opened(timers, () => Promise.reject(error));
      assert.is(await failure(leave(flow)), error);
      assert.equal(await flow.next(), end);
      assert.equal(await flow.return(), end);
      script.assertLetGo(way);
    });
  }

  fact("leaving twice at once is leaving once, and both wait until the source is released (P4)", async (timers) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => release = resolve);
    const { flow, script } = await opened(timers, () => released);
    const left = [flow.return(), flow.cancel("enough"), failure(flow.throw(broken)), flow[Symbol.asyncDispose]()];
    for (const each of left) assert.ok(await pending(each));
    release();
    assert.equal(await Promise.all(left), [end, undefined, broken, undefined]);
    script.assertLetGo("all ways");
    assert.equal(await flow.next(), end);
  });

  fact("a failure counts more than what releasing the source fails with after it (P3, P4)", async (timers) => {
    const released = () => Promise.reject(new Error("The source cannot be released"));
    const { flow } = await opened(timers, released);
    assert.is(await failure(flow.forEach(() => Promise.reject(broken))), broken);
    const other = await opened(timers, released);
    assert.is(await failure(other.flow.throw(broken)), broken);
    const controller = new AbortController();
    const third = await opened(timers, released, { signal: controller.signal });
    controller.abort(broken);
    await calm();
    assert.is(await failure(third.flow.next()), broken);
    for (const each of [flow, other.flow, third.flow]) assert.equal(await each.next(), end);
  });

  fact("an abort delivers its reason when the source is released, not before (P4)", async (timers) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => release = resolve);
    const controller = new AbortController();
    const { flow } = await opened(timers, () => released, { signal: controller.signal });
    controller.abort(broken);
    await calm();
    const next = flow.next();
    assert.ok(await pending(next));
    release();
    assert.is(await failure(next), broken);
    assert.equal(await flow.next(), end);
  });

  fact("the loop is left when the source is released, not before (P4)", async (timers) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => release = resolve);
    const { flow, script } = await opened(timers, () => released);
    const loop = (async () => {
      for await (const _ of flow) {
        await calm();
        break;
      }
    })();
    await calm();
    await calm();
    assert.is(script.released, 1);
    assert.ok(await pending(loop));
    release();
    await loop;
  });

  fact("the reason of cancel() reaches a web stream (P4)", async (timers) => {
    const reasons: unknown[] = [];
    let count = 0;
    const stream = new ReadableStream<unknown>({
      pull: (controller) => controller.enqueue(++count),
      cancel: (reason) => void reasons.push(reason),
    }, { highWaterMark: 0 });
    const flow = flowOf(kind, stream);
    await eventually(flow.next(), timers);
    await flow.cancel(broken);
    assert.equal(reasons, [broken]);
    assert.not(stream.locked);
  });

  fact("a source without return() can be left, too (P4)", async (timers) => {
    const script = new Script(numbers(20));
    const { next } = asyncIterable(script)[Symbol.asyncIterator]();
    const flow = flowOf(kind, { [Symbol.asyncIterator]: () => ({ next }) });
    await eventually(flow.next(), timers);
    const { pulled } = script;
    assert.equal(await flow.return(), end);
    assert.equal(await flow.next(), end);
    assert.is(script.pulled, pulled);
  });
}
