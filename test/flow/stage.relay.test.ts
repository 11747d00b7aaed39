// Stages that are producers: left while they wait for their input, or for room.
import { channel, pipeline, produce, type Stage } from "sluice";
import * as assert from "uvu/assert";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("stage relay");

const end = { done: true, value: undefined };

test("a producer that relays its input is left without an error, wherever it waits (G1, P4)", async () => {
  const relay: Stage<number, number> = (input) =>
    produce<number>(async (out) => {
      for await (const value of input) await out.send(value);
    });
  const numbers = new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined });
  const flow = pipeline(numbers, relay);
  await flow.next();
  const waiting = flow.next();
  await turn();
  assert.equal(await flow.return(), end);
  assert.equal(await waiting, end);
  for await (const _ of pipeline(new Numbers(), relay)) break;
  assert.is(numbers.released, 1);
});

test("a task that reads the input of a nested pipeline only obeys when all of it is left (G1, P4)", async () => {
  const relay: Stage<number, number> = (input) =>
    produce<number>(async (out) => {
      for await (const value of input) await out.send(value);
    });
  const flow = pipeline(channel<number>(), (input: AsyncIterable<number>) => pipeline(input, relay));
  const waiting = flow.next();
  await turn();
  await flow.cancel();
  assert.equal(await waiting, end);
});

test.run();
