import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { channel } from "sluice";
import * as assert from "uvu/assert";
import { collect, type Display } from "../../../examples/hash-tree/collector.ts";
import { hash } from "../../../examples/hash-tree/hasher.ts";
import { measured } from "../../../examples/hash-tree/measured.ts";
import { peakMemory } from "../../../examples/hash-tree/memory.ts";
import { quoted, type Result, unreadable } from "../../../examples/hash-tree/result.ts";
import { walk } from "../../../examples/hash-tree/walker.ts";
import { pending, suite } from "../../support/test.ts";
import { withFolder } from "./folders.ts";

const test = suite("hash-tree: parts");

const hidden: Display = {
  interval: 1,
  progress: () => Promise.resolve(),
  unreadable: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};

function hashed(path: string): Result {
  return { kind: "hashed", path, bytes: 1, hash: new Uint8Array(32) };
}

/** The name of what it rejects with. */
function rejection(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(() => undefined, (error: Error) => error.name);
}

test("a measured channel counts the sends that had to wait, and no others", async () => {
  const numbers = measured(channel<number>(1));
  await numbers.send(1);
  assert.is(numbers.waits, 0);
  const second = numbers.send(2);
  const third = numbers.send(3);
  assert.ok(await pending(third));
  assert.is(numbers.waits, 2);
  for (const expected of [1, 2, 3]) assert.is((await numbers.channel.receive()).value, expected);
  await Promise.all([second, third]);
  numbers.channel.close();
  assert.is(await rejection(numbers.send(4)), "ChannelClosedError");
  assert.is(numbers.waits, 2);
});

test("the walker waits while its channel is full", () =>
  withFolder(async (folder) => {
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), "");
    const files = measured(channel<string>());
    const walker = walk(folder, files, measured(channel<Result>()));
    await files.channel.receive();
    await files.channel.receive();
    assert.ok(await pending(walker));
    await files.channel.receive();
    await walker;
    assert.ok(files.channel.closed);
  }));

test("the walker reports a folder that vanishes meanwhile, and goes on", () =>
  withFolder(async (folder) => {
    for (const name of ["a", "b", "c"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "file"), "");
    }
    const files = measured(channel<string>());
    const results = measured(channel<Result>(2));
    const walker = walk(folder, files, results);
    const { value: first = "" } = await files.channel.receive();
    const others = ["a", "b", "c"].filter((name) => first !== `${name}/file`);
    for (const name of others) rmSync(join(folder, name), { recursive: true });
    assert.is((await files.channel.receive()).done, true);
    await walker;
    results.channel.close();
    const { value: found = [] } = await results.channel.batches().next();
    const reported = found.map((result) => result.kind === "unreadable" && result.path);
    assert.equal(reported.sort(), others);
  }));

test("the walker ends when nobody wants files any more, even where there are none to send", () =>
  withFolder(async (folder) => {
    // Folders that cannot be opened, as their names are not UTF-8: each shows that the walker went on.
    for (const byte of [0xfd, 0xfe, 0xff]) mkdirSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(byte)]));
    const files = measured(channel<string>());
    const results = measured(channel<Result>());
    const walker = walk(folder, files, results);
    assert.is((await results.channel.receive()).value?.kind, "unreadable");
    files.channel.cancel();
    await walker;
    assert.is(results.channel.tryReceive(), undefined);
  }));

test("a hasher reports a file that vanished, and goes on", () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, "empty"), "");
    const files = channel<string>(3);
    await files.sendAll(["gone", "empty"]);
    files.close();
    const results = measured(channel<Result>(2));
    await hash(folder, files, results);
    results.channel.close();
    const { value: [gone, empty] = [] } = await results.channel.batches().next();
    assert.equal(gone, { kind: "unreadable", path: "gone", why: "ENOENT" });
    assert.is(empty?.kind, "hashed");
  }));

test("a hasher stops in the middle of a file when nobody wants results any more, and closes it", () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, "huge"), "");
    truncateSync(join(folder, "huge"), 2 ** 40);
    const open = () => process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
    const before = open();
    const files = channel<string>(1);
    await files.send("huge");
    const results = measured(channel<Result>());
    const hasher = rejection(hash(folder, files, results));
    assert.equal(await results.channel.receive(), { done: false, value: { kind: "chunk", bytes: 2 ** 18 } });
    results.channel.cancel();
    assert.is(await hasher, "ChannelClosedError");
    assert.is(open(), before);
    assert.ok(files.signal.aborted);
  }));

test("the collector adds up the same digest in any order", async () => {
  const paths = ["a", "b", "c", "d", "e"];
  const digests = [paths, [...paths].reverse()].map(async (order) => {
    const results = channel<Result>(5);
    await results.sendAll(order.map(hashed));
    results.close();
    return (await collect(results, channel<number>(), channel(), hidden)).digest;
  });
  const [forwards, backwards] = await Promise.all(digests);
  assert.is(forwards, backwards);
  assert.is.not(forwards, 0n);
});

test("the collector hears Ctrl-C before the results that are ready too", async () => {
  const results = channel<Result>(5);
  await results.sendAll(["a", "b", "c"].map(hashed));
  const interrupts = channel<string>(1);
  await interrupts.send("SIGINT");
  const { files, interrupted } = await collect(results, channel<number>(), interrupts, hidden);
  assert.equal([files, interrupted], [0, true]);
});

test("the collector waits for a slow display, and everybody for the collector", async () => {
  const results = channel<Result>();
  const printed = channel<string>();
  const slow = { ...hidden, unreadable: ({ path }: { path: string }) => printed.send(path) };
  const collector = collect(results, channel<number>(), channel(), slow);
  await results.send({ kind: "unreadable", path: "a", why: "EACCES" });
  const next = results.send(hashed("b"));
  assert.ok(await pending(next));
  await printed.receive();
  await next;
  results.close();
  assert.is((await collector).files, 1);
});

test("only what the file system refuses is unreadable: any other error is thrown on", () => {
  const refused = Object.assign(new Error("refused"), { code: "EACCES" });
  assert.equal(unreadable("a", refused), { kind: "unreadable", path: "a", why: "EACCES" });
  assert.throws(() => unreadable("a", new TypeError("ours")), /ours/);
  assert.throws(() => unreadable("a", Object.assign(new Error("ours"), { code: "ERR_INVALID_ARG_TYPE" })), /ours/);
});

test("a name is shown as one line without terminal commands", () => {
  assert.is(quoted("plain name.txt"), '"plain name.txt"');
  assert.is(quoted("日本語 🌊"), '"日本語 🌊"');
  assert.not.match(quoted("\n\r\t\x1b\x7f\x9b\u2028\u202e"), /\p{C}|\p{Zl}/u);
});

test("peak memory is at least what is held now", () => {
  assert.ok(peakMemory() >= process.memoryUsage().rss * 0.9);
});

test.run();
