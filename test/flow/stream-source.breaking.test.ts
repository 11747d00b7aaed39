// A web stream that breaks when nobody wants it any more.
import * as assert from "uvu/assert";
import { buffer, pipeline } from "sluice";
import { gate } from "../support/gate.ts";
import { suite, ticks } from "../support/test.ts";

const test = suite("stream-source breaking");

test("a stream that breaks in the very moment in which the flow is left does not make leaving fail (P4)", async () => {
  for (const hops of [0, 1, 2, 3]) {
    const pulling = gate();
    let pulls = 0;
    const stream = new ReadableStream<number>({
      pull: (controller) => pulls++ === 0 ? controller.enqueue(1) : pulling.promise,
    }, { highWaterMark: 0 });
    const flow = pipeline(stream, buffer(1));
    assert.equal(await flow.next(), { done: false, value: 1 });
    await ticks(20);
    pulling.fail(new Error("broken"));
    await ticks(hops);
    await flow.cancel();
  }
});

test.run();
