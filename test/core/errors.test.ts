import * as assert from "uvu/assert";
import { channel, ChannelClosedError, OverflowError, strict } from "sluice";
import { isError } from "../../src/core/errors.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("errors");

test("a ChannelClosedError carries the value, the channel's name and the cause (C8, C10)", () => {
  const cause = new Error("No longer wanted");
  const error = new ChannelClosedError("Cannot send", 1, "jobs", cause);
  assert.instance(error, Error);
  assert.is(error.name, "ChannelClosedError");
  assert.is(error.message, "Cannot send");
  assert.is(error.value, 1);
  assert.is(error.channel, "jobs");
  assert.is(error.cause, cause);
});

test("a ChannelClosedError without a cause has none (C8)", () => {
  assert.not("cause" in new ChannelClosedError("Cannot send", 1));
  assert.is(new ChannelClosedError("Cannot send", 1).channel, undefined);
});

test("an OverflowError carries the value and the channel's name (C4)", () => {
  const error = new OverflowError("Cannot send", 1, "jobs");
  assert.instance(error, Error);
  assert.is(error.name, "OverflowError");
  assert.is(error.value, 1);
  assert.is(error.channel, "jobs");
});

test("errors say what was tried, a colon, and the state (C8, C10, C4)", async () => {
  const [closed, cancelled, full] = [channel<number>(), channel<number>(), channel<number>(strict(0))];
  closed.close();
  cancelled.cancel();
  const messages = [closed, cancelled, full].map(async (ch) => (await failure<Error>(ch.send(1))).message);
  assert.equal(await Promise.all(messages), [
    "Cannot send: the channel is closed",
    "Cannot send: the channel is cancelled",
    "Cannot send: the channel is full",
  ]);
});

test("a channel's name is shown in quotes, whatever it holds (C8)", async () => {
  const ch = channel<number>(0, { name: 'a "b"\n' });
  ch.close();
  assert.is((await failure<Error>(ch.send(1))).message, 'Cannot send: channel "a \\"b\\"\\n" is closed');
});

test("errors are of the exported classes, and told by name (C8)", async () => {
  const ch = channel<number>();
  ch.close();
  const error = await failure<Error>(ch.send(1));
  assert.instance(error, ChannelClosedError);
  assert.is(error.name, "ChannelClosedError");
  assert.ok(String(error).startsWith("ChannelClosedError: Cannot send"));
});

test("nothing else is an error of a channel, whatever its name, and nothing shows the mark (C27)", () => {
  const error = new ChannelClosedError("Cannot send", 1);
  const named = Object.assign(new Error("Cannot send"), { name: "ChannelClosedError", value: 1 });
  const others = [undefined, null, 1, "ChannelClosedError", Symbol("s"), {}, () => {}, Object.create(null), named];
  for (const other of [...others, new OverflowError("Cannot send", 1)]) {
    assert.not((other as unknown) instanceof ChannelClosedError);
  }
  for (const other of [...others, error]) assert.not((other as unknown) instanceof OverflowError);
  assert.ok(Object.create(error) instanceof ChannelClosedError);
  assert.equal(Object.keys(error).sort(), ["channel", "name", "value"]);
});

test("an error is told whatever realm it is of, and nothing else is one (R3, N1)", () => {
  const foreign: Error = Object.setPrototypeOf(new Error("of another realm"), Object.create(null));
  assert.not(foreign instanceof Error);
  for (const error of [foreign, new Error("ours"), new OverflowError("Cannot send", 1)]) assert.ok(isError(error));
  for (const other of [{ message: "no error" }, "Error", undefined, null]) assert.not(isError(other));
});

test("the message of an error is a string: anything else is a TypeError that names it (C25)", () => {
  for (const [given, text] of [[Symbol("s"), "symbol"], [undefined, "undefined"], [5, "number"]] as const) {
    for (const Class of [ChannelClosedError, OverflowError]) {
      const error = thrownBy<Error>(() => new Class(given as never, 1));
      assert.instance(error, TypeError);
      assert.is(error.message, `message must be a string, not ${text}`);
    }
  }
});

test.run();
