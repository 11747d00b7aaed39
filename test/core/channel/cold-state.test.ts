import * as assert from "uvu/assert";
import { type Channel, channel, conflating, sized, unbounded } from "sluice";
import { suite } from "../../support/test.ts";

const test = suite("cold state");

/** What Node, Deno and Bun are told when they inspect it. */
function descriptions(ch: Channel<number>): (string | undefined)[] {
  const described = ch as unknown as { [key: symbol]: (() => string) | undefined };
  return ["nodejs.util.inspect.custom", "Deno.customInspect"].map((name) => described[Symbol.for(name)]?.call(ch));
}

function assertDescribed(ch: Channel<number>, text: string): void {
  assert.equal(descriptions(ch), [text, text]);
}

test("a channel says its name, size and capacity (C24)", () => {
  const ch = channel<number>(16, { name: "jobs" });
  assertDescribed(ch, 'Channel "jobs" 0/16');
  for (const value of [1, 2, 3]) ch.trySend(value);
  assertDescribed(ch, 'Channel "jobs" 3/16');
});

test("a channel without a name says none (C24)", () => {
  assertDescribed(channel<number>(), "Channel 0/0");
});

test("a channel without a bound says Infinity (C24)", () => {
  for (const buffer of [unbounded<number>(), conflating<number>(), sized<number>(1, () => 1)]) {
    assertDescribed(channel<number>(buffer), "Channel 0/Infinity");
  }
});

test("a channel says how many senders wait (C24)", () => {
  const ch = channel<number>(1, { name: "jobs" });
  ch.trySend(1);
  ch.send(2);
  assertDescribed(ch, 'Channel "jobs" 1/1, 1 sender waiting');
  ch.send(3);
  assertDescribed(ch, 'Channel "jobs" 1/1, 2 senders waiting');
});

test("a channel says how many receivers wait (C24)", () => {
  const ch = channel<number>(1);
  ch.receive();
  assertDescribed(ch, "Channel 0/1, 1 receiver waiting");
  ch.receive();
  assertDescribed(ch, "Channel 0/1, 2 receivers waiting");
});

test("a closed channel says so, with what is left (C24)", () => {
  const ch = channel<number>(2);
  ch.trySend(1);
  ch.close();
  assertDescribed(ch, "Channel 1/2, closed");
});

test("a closed channel with senders still waiting says both (C24)", () => {
  const ch = channel<number>();
  ch.send(1);
  ch.close();
  assertDescribed(ch, "Channel 0/0, 1 sender waiting, closed");
});

test("the toString tag of a channel is Channel (C24)", () => {
  assert.is(String(channel()), "[object Channel]");
  assert.is(channel()[Symbol.toStringTag as never], "Channel");
});

test.run();
