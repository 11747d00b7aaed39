// The recipe for an emitter, with a burst that no consumer could keep up with.
import { EventEmitter } from "node:events";
import * as assert from "uvu/assert";
import { type Reading, storeReadings } from "../../../examples/recipes/emitter.ts";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("recipe: emitter");

function burst(sensors: EventEmitter, count: number): void {
  for (let value = 0; value < count; value++) sensors.emit("reading", { sensor: "a", value });
}

test("of a burst the newest hundred are stored, the rest is counted, and no listener is left", async () => {
  const sensors = new EventEmitter();
  const controller = new AbortController();
  const stored: number[] = [];
  const done = storeReadings(
    sensors,
    (reading) => turn().then(() => void stored.push(reading.value)),
    controller.signal,
  );
  burst(sensors, 5_000);
  while (stored.length < 101) await rest();
  assert.equal(stored, [0, ...Array.from({ length: 100 }, (_, index) => 4_900 + index)]); // the first was in hand
  controller.abort();
  assert.is(await done, 4_899);
  assert.is(sensors.listenerCount("reading"), 0);
});

test("an error of the emitter ends it, after what is held", async () => {
  const sensors = new EventEmitter();
  const stored: Reading[] = [];
  const store = (reading: Reading) => Promise.resolve(void stored.push(reading));
  const broken = new Error("unplugged");
  const result = failure(storeReadings(sensors, store, new AbortController().signal));
  burst(sensors, 3);
  sensors.emit("error", broken);
  assert.is(await result, broken);
  assert.is(stored.length, 3);
});

test("a reading that cannot be stored ends it, and no listener is left", async () => {
  const sensors = new EventEmitter();
  const broken = new Error("full");
  const result = failure(storeReadings(sensors, () => Promise.reject(broken), new AbortController().signal));
  burst(sensors, 3);
  assert.is(await result, broken);
  assert.is(sensors.listenerCount("reading"), 0);
});

test.run();
