import * as assert from "uvu/assert";
import { channel } from "sluice";
import { task, toChromeTrace, trace } from "sluice/trace";
import { suite } from "../support/test.ts";

const test = suite("chrome-trace");

async function talk() {
  const running = trace();
  const words = channel<string>(0, { name: "words" });
  const heard = task("listener", () => words.receive());
  await task("speaker", () => words.send("hello"));
  await heard;
  running.stop();
  return toChromeTrace(running.events);
}

test("toChromeTrace() gives entries with the fields that the format asks for each phase", async () => {
  const { traceEvents, displayTimeUnit } = await talk();
  assert.is(displayTimeUnit, "ms");
  for (const { name, ph, ts, pid, tid, ...rest } of traceEvents) {
    assert.type(name, "string");
    for (const number of [ts, pid, tid]) assert.ok(Number.isInteger(number) && number >= 0);
    const needed = {
      M: ["args"],
      C: ["args"],
      i: ["args", "cat", "s"],
      b: ["args", "cat", "id"],
      e: ["args", "cat", "id"],
    };
    assert.equal(Object.keys(rest).sort(), needed[ph]);
  }
});

test("tasks and channels have names, and a number each", async () => {
  const { traceEvents } = await talk();
  const names = traceEvents.filter(({ ph }) => ph === "M");
  assert.ok(names.every(({ name }) => name === "process_name"));
  const titles = names.map(({ args }) => args?.["name"]);
  assert.equal(titles.slice(-3), ["channel words", "listener", "speaker"]);
  assert.is(new Set(names.map(({ pid }) => pid)).size, names.length);
});

test("a wait is a pair of begin and end with one name, category and number, in the same process", async () => {
  const { traceEvents } = await talk();
  const [begin, end] = traceEvents.filter(({ ph }) => ph === "b" || ph === "e");
  assert.is(begin?.ph, "b");
  assert.is(end?.ph, "e");
  for (const key of ["name", "cat", "id", "pid"] as const) assert.is(begin?.[key], end?.[key]);
  assert.ok((begin?.ts ?? 1) <= (end?.ts ?? 0));
});

test("it can be written as JSON", async () => {
  const chrome = await talk();
  assert.equal(JSON.parse(JSON.stringify(chrome)), chrome);
});

test.run();
