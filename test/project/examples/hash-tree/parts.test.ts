import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { channel, fifo } from "sluice";
import * as assert from "uvu/assert";
import { crew, gauged } from "../../../../examples/hash-tree/gauge.ts";
import { hash } from "../../../../examples/hash-tree/hash.ts";
import { peakMemory } from "../../../../examples/hash-tree/memory.ts";
import { quoted, type Result, unreadable } from "../../../../examples/hash-tree/result.ts";
import { count, emptyTally } from "../../../../examples/hash-tree/tally.ts";
import { walk } from "../../../../examples/hash-tree/walk.ts";
import { pending, suite, turn } from "../../../support/test.ts";
import { openFiles, unspeakable, withFolder, writeHuge } from "./folders.ts";

const test = suite("hash-tree: parts");

/** Nothing is to be refused. */
function accepted(error: unknown): Promise<never> {
  return Promise.reject(error);
}

test("a gauged buffer shows how full it is and was, and counts the sends that had to wait", async () => {
  const gauge = gauged("numbers", fifo<number>(2));
  const numbers = channel(gauge);
  for (const number of [1, 2]) await numbers.send(number);
  assert.equal([gauge.name, gauge.capacity, gauge.size, gauge.peak, gauge.waits], ["numbers", 2, 2, 2, 0]);
  const third = numbers.send(3);
  assert.ok(await pending(third));
  assert.is(gauge.waits, 1);
  for (const expected of [1, 2, 3]) assert.is((await numbers.receive()).value, expected);
  await third;
  assert.equal([gauge.size, gauge.peak, gauge.waits], [0, 2, 1]);
});

test("a crew shows how many are at work, and how many were, also when one fails", async () => {
  const hands = crew("hands", 3);
  const ends = channel<string>();
  const first = hands.run(() => ends.receive());
  const second = hands.run(async () => {
    await ends.receive();
    throw new Error("dropped");
  });
  assert.equal([hands.name, hands.capacity, hands.size, hands.peak], ["hands", 3, 2, 2]);
  await ends.send("well");
  assert.equal(await first, { done: false, value: "well" });
  assert.is(hands.size, 1);
  await ends.send("badly");
  assert.is(await second.catch(({ message }) => message), "dropped");
  assert.equal([hands.size, hands.peak], [0, 2]);
});

test("the walker waits while its channel is full", () =>
  withFolder(async (folder) => {
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), "");
    const files = channel<string>();
    const walker = walk(folder, files, accepted);
    await files.receive();
    await files.receive();
    assert.ok(await pending(walker));
    await files.receive();
    await walker;
  }));

test("the walker reports a folder that vanishes meanwhile, and goes on", () =>
  withFolder(async (folder) => {
    for (const name of ["a", "b", "c"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "file"), "");
    }
    const files = channel<string>();
    const reported: Result[] = [];
    const refused = (error: unknown, path: string) => {
      reported.push(unreadable(path, error));
      return Promise.resolve();
    };
    const walker = walk(folder, files, refused);
    const { value: first = "" } = await files.receive();
    const others = ["a", "b", "c"].filter((name) => first !== `${name}/file`);
    for (const name of others) rmSync(join(folder, name), { recursive: true });
    await walker;
    assert.equal(
      reported.sort((one, other) => JSON.stringify(one) < JSON.stringify(other) ? -1 : 1),
      others.map((path) => ({ kind: "unreadable", path, why: "ENOENT" })),
    );
  }));

test("the walker ends when nobody wants files any more, even where there are none to send", () =>
  withFolder(async (folder) => {
    // Folders that cannot be opened: each shows that the walker went on.
    for (const name of ["a", "b", "c"]) mkdirSync(unspeakable(folder, name).path);
    const files = channel<string>();
    const reported = channel<string>();
    const walker = walk(folder, files, (_, path) => reported.send(path));
    await reported.receive();
    files.cancel();
    await walker;
    assert.is(reported.tryReceive(), undefined);
  }));

test("a walker whose files or reports are refused fails with that, and takes it for no unreadable folder", () =>
  withFolder(async (folder) => {
    mkdirSync(join(folder, "a/b/c"), { recursive: true });
    const before = openFiles();
    const broken = Object.assign(new Error("broken"), { code: "EPIPE" });
    let refusals = 0;
    const refuse = () => {
      refusals++;
      return Promise.reject(broken);
    };
    const { signal } = new AbortController();

    writeFileSync(join(folder, "a/b/c/file"), "");
    assert.is(await walk(folder, { send: refuse, signal }, accepted).catch((error) => error), broken);
    rmSync(join(folder, "a/b/c/file"));
    mkdirSync(unspeakable(folder, "a/b/c/").path);
    assert.is(await walk(folder, channel(), refuse).catch((error) => error), broken);
    assert.equal([refusals, openFiles()], [2, before]);
  }));

test("a hash is read chunk by chunk, and the next one waits for whoever is told", () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, "file"), "x".repeat(2 ** 18 + 1));
    const chunks: [bytes: number, index: number][] = [];
    const told = channel();
    const hashed = hash(folder, "file", (...chunk) => {
      chunks.push(chunk);
      return told.receive();
    });
    while (chunks.length === 0) await turn();
    for (let turns = 0; turns < 10; turns++) await turn();
    assert.equal(chunks, [[2 ** 18, 0]]);
    told.close();
    const { kind, path, bytes, hash: { length } } = await hashed;
    assert.equal([kind, path, bytes, length], ["hashed", "file", 2 ** 18 + 1, 32]);
    assert.equal(chunks, [[2 ** 18, 0], [1, 1]]);
  }));

test("what is thrown in the middle of a file ends its hash, and closes it", () =>
  withFolder(async (folder) => {
    writeHuge(folder);
    const before = openFiles();
    let chunks = 0;
    const enough = new Error("enough");
    const stop = () => {
      if (++chunks === 3) throw enough;
    };
    assert.is(await hash(folder, "huge", stop).catch((error) => error), enough);
    assert.equal([chunks, openFiles()], [3, before]);
  }));

test("hashes of the same time share no buffer", () =>
  withFolder(async (folder) => {
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(2 ** 17));
    for (const text of texts) writeFileSync(join(folder, text.slice(0, 4)), text);
    const all = () => Promise.all(texts.map((text) => hash(folder, text.slice(0, 4), () => {})));
    const one = async () => {
      const hashes = [];
      for (const text of texts) hashes.push(await hash(folder, text.slice(0, 4), () => {}));
      return hashes;
    };
    assert.equal(await all(), await one());
  }));

test("results add up to the same digest in any order", () => {
  const results = ["a", "b", "c"].map((path): Result => ({ kind: "hashed", path, bytes: 1, hash: new Uint8Array(32) }));
  const [forwards, backwards] = [emptyTally(), emptyTally()];
  for (const result of results) count(forwards, result);
  for (const result of results.reverse()) count(backwards, result);
  assert.equal(forwards, backwards);
  assert.equal([forwards.files, forwards.bytes], [3, 3]);
  assert.is.not(forwards.digest, 0n);
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
