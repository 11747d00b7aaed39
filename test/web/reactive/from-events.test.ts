import * as assert from "uvu/assert";
import { sliding, unbounded } from "sluice";
import { fromEvents } from "sluice/web";
import { pushingContract } from "../../suites/contracts/adapter.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("fromEvents");

/** A real target that counts who listens. */
class Target extends EventTarget {
  readonly listening: Set<unknown> = new Set();

  override addEventListener(type: string, listener: EventListener): void {
    this.listening.add(listener);
    super.addEventListener(type, listener);
  }

  override removeEventListener(type: string, listener: EventListener): void {
    this.listening.delete(listener);
    super.removeEventListener(type, listener);
  }
}

class NumberEvent extends Event {
  readonly number: number;

  constructor(number: number) {
    super("number", { cancelable: true });
    this.number = number;
  }
}

const contract = pushingContract({
  title: "fromEvents",
  notHere: {
    "when it ends": "an event target says nothing about its end",
    "when it fails": "an event target does not fail; what map throws is below",
  },
  push: () => {
    const target = new Target();
    return {
      open: (buffer, signal) =>
        fromEvents(target, "number", { buffer, signal, map: (event) => (event as NumberEvent).number }),
      push: (value) => target.dispatchEvent(new NumberEvent(value)),
      get listeners() {
        return target.listening.size;
      },
    };
  },
});

test("values are the events themselves (W2)", async () => {
  const target = new EventTarget();
  const events = fromEvents(target, "number", { buffer: 1 });
  const event = new NumberEvent(1);
  target.dispatchEvent(event);
  assert.is((await events.receive()).value, event);
});

test("map is called while the event is dispatched, so that it can prevent the default; what it throws closes it (W2)", async () => {
  const target = new Target();
  const error = new Error("odd");
  const numbers = fromEvents(target, "number", {
    buffer: unbounded(),
    map: (event) => {
      event.preventDefault();
      if ((event as NumberEvent).number % 2 === 1) throw error;
      return (event as NumberEvent).number;
    },
  });
  assert.not(target.dispatchEvent(new NumberEvent(2)));
  target.dispatchEvent(new NumberEvent(3));
  assert.is(target.listening.size, 0);
  assert.is((await numbers.receive()).value, 2);
  assert.is(await numbers.receive().catch((reason) => reason), error);
});

test("it listens to what the runtime has, such as an abort signal or a message port (W2)", async () => {
  const controller = new AbortController();
  const aborts = fromEvents(controller.signal, "abort", { buffer: 1, map: (event) => event.type });
  controller.abort();
  assert.is((await aborts.receive()).value, "abort");

  const { port1, port2 } = new MessageChannel();
  const messages = fromEvents(port2, "message", { buffer: sliding(1), map: (event) => event.data as number });
  port2.start();
  port1.postMessage(7);
  assert.is((await messages.receive()).value, 7);
  messages.cancel();
  port1.close();
  port2.close();
});

test("wrong arguments throw and name themselves (C25)", () => {
  const target = new EventTarget();
  const messages = [
    () => fromEvents({} as never, "x", { buffer: 1 }),
    () => fromEvents(target, 7 as never, { buffer: 1 }),
    () => fromEvents(target, "x", "buffer" as never),
    () => fromEvents(target, "x", { buffer: 1, map: 7 as never }),
    () => fromEvents(target, "x", { buffer: 1, signal: 7 as never }),
    () => fromEvents(target, "x", {} as never),
    () => fromEvents(target, "x", undefined as never),
  ].map((call) => thrownBy<Error>(call)).map(({ name, message }) => `${name}: ${message}`);
  assert.equal(messages, [
    "TypeError: target must be an EventTarget, not an object",
    "TypeError: type must be a string, not 7",
    'TypeError: options must be an object, not "buffer"',
    "TypeError: options.map must be a function, not 7",
    "TypeError: options.signal must be an AbortSignal, not 7",
    "TypeError: options.buffer must be a capacity or a Buffer, not undefined",
    "TypeError: options.buffer must be a capacity or a Buffer, not undefined",
  ]);
});

contract.run();
test.run();
