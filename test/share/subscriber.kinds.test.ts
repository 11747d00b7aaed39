// What every subscription does as a receiver, whatever its buffer: C5, C13 to C20.
import { broadcast, type Buffer, select } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { collect } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";
import { kinds } from "./model/kinds.ts";

const end = { done: true, value: undefined };

function touched(): never {
  throw new Error("The value was touched");
}

/** Every property of it throws: whoever looks at it gives themselves away. */
const shy: object = new Proxy({}, { get: touched, has: touched, getPrototypeOf: touched, ownKeys: touched });

const anything: readonly unknown[] = [
  ...[undefined, null, NaN, -0, 0, "", false, 0n, "text", { then: touched }, new Promise(() => {}), shy],
  ...[() => touched(), class {}, [], new Error("A value of the test"), { done: true, value: undefined }],
];

/** Those whose functions look at the value. */
const curious = ["conflating", "priority", "sized", "own"];

for (const [title, { make }] of Object.entries(kinds)) {
  const test = suite(`subscribe(${title})`);

  if (!curious.some((name) => title.startsWith(name))) {
    test("any value travels untouched (C5, K1)", async () => {
      for (const [index, value] of anything.entries()) {
        const source = broadcast<unknown>();
        const reader = source.subscribe(make() as Buffer<unknown>);
        const waiting = reader.receive();
        await source.send(value);
        assert.ok(Object.is((await waiting).value, value), `value ${index}`);
        if (title === "strict(0)") continue; // it would end
        const sent = source.send(value);
        const result = reader.tryReceive();
        if (result !== undefined && !result.done) assert.ok(Object.is(result.value, value), `value ${index}`);
        await sent;
      }
    });
  }

  test("receivers that wait are served in order, and an abort withdraws one of them (C14, C16)", async () => {
    const source = broadcast<number>();
    const reader = source.subscribe(make());
    const controller = new AbortController();
    const received = [reader.receive(), reader.receive({ signal: controller.signal }), reader.receive()];
    const aborted = failure(received[1]!);
    controller.abort("enough");
    assert.is(await aborted, "enough");
    for (const value of [1, 2]) await source.send(value);
    assert.equal([(await received[0])?.value, (await received[2])?.value], [1, 2]);
  });

  test("receive() with an aborted signal rejects and takes nothing (C13)", async () => {
    const source = broadcast<number>();
    const reader = source.subscribe(make());
    const received = reader.receive();
    assert.is(await failure(reader.receive({ signal: AbortSignal.abort("before") })), "before");
    await source.send(1);
    assert.is((await received).value, 1);
  });

  test("leaving a loop, its batches or a select leaves the subscription as it is (C17, C20, S1)", async () => {
    const source = broadcast<number>();
    const reader = source.subscribe(make());
    const loops = [reader[Symbol.asyncIterator](), reader.batches()];
    const next = loops.map((loop) => loop.next());
    const controller = new AbortController();
    const hit = failure(select({ in: reader }, { signal: controller.signal }));
    for (const loop of loops) await loop.return?.();
    controller.abort("enough");
    assert.equal(await Promise.all<unknown>(next), [end, end]);
    assert.is(await hit, "enough");
    const received = reader.receive();
    await source.send(1);
    assert.is((await received).value, 1);
    assert.is(source.subscribers, 1);
  });

  test("leaving a loop over consume() leaves the broadcast (C18, K3)", async () => {
    const source = broadcast<number>();
    const loop = source.subscribe(make()).consume();
    const next = loop.next();
    await loop.return?.();
    assert.equal(await next, end);
    assert.is(source.subscribers, 0);
    await source.send(1);
  });

  test("concurrent next() calls are answered in order, and end with the broadcast (C19)", async () => {
    const source = broadcast<number>();
    const loop = source.subscribe(make())[Symbol.asyncIterator]();
    const all = [loop.next(), loop.next(), loop.next()];
    for (const value of [1, 2]) await source.send(value);
    source.close();
    assert.equal(await Promise.all(all), [{ done: false, value: 1 }, { done: false, value: 2 }, end]);
  });

  test("batches wait for the first value (C20)", async () => {
    const source = broadcast<number>();
    const batch = source.subscribe(make()).batches().next();
    assert.ok(await pending(batch));
    await source.send(1);
    assert.equal(await batch, { done: false, value: [1] });
  });

  test("what is held comes before the end or the error (C8, C9)", async () => {
    for (const error of [undefined, new Error("broken")]) {
      const source = broadcast<number>();
      const reader = source.subscribe(make());
      const sent = source.send(1);
      source.close(error);
      const first = await reader.receive().catch((thrown) => ({ thrown }));
      if (!("thrown" in first) && !first.done) assert.is(first.value, 1);
      await sent;
      if (title === "strict(0)") continue;
      if (error === undefined) assert.equal(await collect(reader), []);
      else assert.is(await failure(collect(reader)), error);
    }
  });

  test.run();
}
