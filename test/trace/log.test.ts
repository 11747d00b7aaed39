import * as assert from "uvu/assert";
import { type Happening, Log } from "../../src/trace/log.ts";
import { suite } from "../support/test.ts";

const test = suite("log");

function happening(value: string): Happening {
  const channel = { id: 1, title: "jobs", capacity: 0, site: undefined };
  const nothing = { site: undefined, select: undefined, wait: undefined, operation: undefined, outcome: undefined };
  return { time: 0, kind: "send", task: "main", channel, size: 0, value, ...nothing };
}

function shown(log: Log): string {
  return log.events.map(({ sequence, value }) => `${sequence}${value}`).join(" ");
}

test("events are numbered in order, those that were dated back, too", () => {
  const log = new Log(10);
  log.insert(log.place, happening("a"));
  const { place } = log;
  log.insert(log.place, happening("c"));
  log.insert(place, happening("b"));
  assert.is(shown(log), "1a 2b 3c");
});

test("the newest `limit` events are kept, with their numbers", () => {
  const log = new Log(3);
  for (const value of "abcdefgh") log.insert(log.place, happening(value));
  assert.is(shown(log), "6f 7g 8h");
  assert.is(log.place, 8);
});

test("what is dated back to before all that is kept comes first", () => {
  const log = new Log(2);
  const { place } = log;
  for (const value of "abcd") log.insert(log.place, happening(value));
  log.insert(place, happening("x"));
  assert.is(shown(log), "4c 5d");
});

test.run();
