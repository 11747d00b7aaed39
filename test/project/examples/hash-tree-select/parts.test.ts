import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { channel } from "sluice";
import * as assert from "uvu/assert";
import { collect } from "../../../../examples/hash-tree-select/collector.ts";
import { hasher } from "../../../../examples/hash-tree-select/hasher.ts";
import { measured } from "../../../../examples/hash-tree-select/measured.ts";
import type { Result } from "../../../../examples/hash-tree/result.ts";
import { pending, suite } from "../../../support/test.ts";
import { openFiles, withFolder, writeHuge } from "../hash-tree/folders.ts";
import { report } from "../hash-tree/report.ts";

const test = suite("hash-tree-select: parts");

function hashed(path: string): Result {
  return { kind: "hashed", path, bytes: 1, hash: new Uint8Array(32) };
}

/** The name of what it rejects with. */
function rejection(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(() => undefined, (error: Error) => error.name);
}

test("a measured channel counts the sends that had to wait, and no others", async () => {
  const numbers = measured(channel<number>(1, { name: "numbers" }));
  await numbers.send(1);
  assert.equal([numbers.name, numbers.capacity, numbers.size, numbers.waits], ["numbers", 1, 1, 0]);
  const second = numbers.send(2);
  const third = numbers.send(3);
  assert.ok(await pending(third));
  assert.is(numbers.waits, 2);
  for (const expected of [1, 2, 3]) assert.is((await numbers.channel.receive()).value, expected);
  await Promise.all([second, third]);
  numbers.channel.close();
  assert.is(await rejection(numbers.send(4)), "ChannelClosedError");
  assert.equal([numbers.size, numbers.peak, numbers.waits], [0, 1, 2]);
});

test("a hasher reports a file that vanished, and goes on", () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, "empty"), "");
    const files = channel<string>(3);
    await files.sendAll(["gone", "empty"]);
    files.close();
    const results = measured(channel<Result>(2));
    await hasher(folder, files, results);
    results.channel.close();
    const { value: [gone, empty] = [] } = await results.channel.batches().next();
    assert.equal(gone, { kind: "unreadable", path: "gone", why: "ENOENT" });
    assert.is(empty?.kind, "hashed");
  }));

test("a hasher stops in the middle of a file when nobody wants results any more, and closes it", () =>
  withFolder(async (folder) => {
    writeHuge(folder);
    const before = openFiles();
    const files = channel<string>(1);
    await files.send("huge");
    const results = measured(channel<Result>());
    const rejected = rejection(hasher(folder, files, results));
    assert.equal(await results.channel.receive(), { done: false, value: { kind: "chunk", bytes: 2 ** 18 } });
    results.channel.cancel();
    assert.is(await rejected, "ChannelClosedError");
    assert.is(openFiles(), before);
    assert.ok(files.signal.aborted);
  }));

test("the collector hears Ctrl-C before the results that are ready too", async () => {
  const results = channel<Result>(5);
  await results.sendAll(["a", "b", "c"].map(hashed));
  const { tally, interrupt, ...rest } = report();
  interrupt("now");
  assert.is(await collect(results, channel(), { tally, ...rest }).catch((reason) => reason), "now");
  assert.is(tally.files, 0);
});

test("the collector waits for a slow display, and everybody for the collector", async () => {
  const results = channel<Result>();
  const printed = channel<string>();
  const slow = report({ unreadable: ({ path }) => printed.send(path) });
  const collector = collect(results, channel(), slow);
  await results.send({ kind: "unreadable", path: "a", why: "EACCES" });
  const next = results.send(hashed("b"));
  assert.ok(await pending(next));
  await printed.receive();
  await next;
  results.close();
  await collector;
  assert.equal([slow.tally.files, slow.tally.unreadable], [1, 1]);
});

test.run();
