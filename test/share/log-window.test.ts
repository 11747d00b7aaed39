import { broadcast } from "sluice";
import * as assert from "uvu/assert";
import { SharedLog } from "../../src/share/shared-log.ts";
import { LogWindow } from "../../src/share/log-window.ts";
import { drained } from "../support/reading.ts";
import { suite } from "../support/test.ts";

const test = suite("window");

/** Puts a value in the log and offers it to the windows. */
function send(log: SharedLog<string>, value: string, ...windows: readonly LogWindow<string>[]): string[] {
  log.cursor = log.append(value);
  return windows.map((window) => window.offer());
}

test("windows of one log share its values: each gives them in order, by its own capacity (K1)", () => {
  const log = new SharedLog<string>(0);
  const [wide, narrow] = [new LogWindow(2, log), new LogWindow(1, log)];
  assert.equal(send(log, "a", wide, narrow), ["kept", "kept"]);
  assert.equal(send(log, "b", wide, narrow), ["kept", "wait"]);
  assert.equal([wide.size, narrow.size], [2, 1]);
  assert.equal([wide.take(), wide.take(), narrow.take()], ["a", "b", "a"]);
  assert.equal([wide.size, narrow.size], [0, 0]);
});

test("a window that is cleared holds nobody's values (K3)", () => {
  const log = new SharedLog<string>(0);
  const window = new LogWindow(3, log);
  window.clear();
  send(log, "a", window);
  send(log, "b", window);
  window.clear();
  assert.is(window.size, 0);
  assert.is(log.reading.rear, undefined);
});

test("a window knows whether it holds a value by its position", () => {
  const log = new SharedLog<string>(0);
  const window = new LogWindow(3, log);
  assert.not(window.holds(0));
  send(log, "a", window);
  send(log, "b", window);
  assert.ok(window.holds(0) && window.holds(1));
  window.take();
  assert.not(window.holds(0));
});

test("capacity 0 holds nothing: the value stays in line until it is taken (K2)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  const sent = source.send(1);
  assert.equal(drained(reader), [1]);
  await sent;
});

test.run();
