import * as assert from "uvu/assert";
import { type Channel, channel, dropping, sliding } from "sluice";
import { beginLater, callLater, finishLater, flush, report } from "../../../src/core/engine/hooks.ts";
import { withGlobals } from "../../support/globals.ts";
import { expectUncaught, suite } from "../../support/test.ts";

const test = suite("hooks");

test("hooks run before the operation that caused them returns, when its change is whole (C21)", () => {
  const seen: unknown[] = [];
  const ch = channel<number>(sliding(2), { onUndelivered: (value) => seen.push(value, ch.size, ch.stats.sent) });
  for (const value of [1, 2, 3]) ch.trySend(value);
  assert.equal(seen, [1, 2, 3]);
});

test("hooks caused by hooks run after, in order, not nested, across channels (C21)", () => {
  const log: string[] = [];
  const noting = (name: string, next?: Channel<number>) =>
    channel<number>(sliding(1), {
      onUndelivered(value) {
        log.push(`${name} ${value} begins`);
        if (next) { for (const more of [10, 20, 30]) next.trySend(value + more); }
        log.push(`${name} ${value} ends`);
      },
    });
  const last = noting("last");
  const first = noting("first", last);
  for (const value of [1, 2, 3]) first.trySend(value);
  assert.equal(log, [
    ...["first 1 begins", "first 1 ends", "last 11 begins", "last 11 ends", "last 21 begins", "last 21 ends"],
    ...["first 2 begins", "first 2 ends", "last 31 begins", "last 31 ends", "last 12 begins", "last 12 ends"],
    ...["last 22 begins", "last 22 ends"],
  ]);
});

test("a hook that goes on for ever in its own channel does not grow the stack (C21)", () => {
  let rounds = 0;
  const ch = channel<number>(sliding(1), {
    onUndelivered(value) {
      if (++rounds < 100_000) ch.trySend(value + 1);
    },
  });
  ch.trySend(0);
  ch.trySend(1);
  assert.is(rounds, 100_000);
});

test("a hook that throws is reported; the hooks behind it run all the same, the operation succeeds (C21)", async () => {
  const ran: number[] = [];
  const ch = channel<number>(dropping(0), {
    onUndelivered(value) {
      ran.push(value);
      if (value === 1) throw new Error("In the hook");
    },
  });
  const errors = await expectUncaught(async () => {
    await ch.send(1);
    await ch.send(2);
  });
  assert.equal(ran, [1, 2]);
  assert.equal(errors.map((error) => (error as Error).message), ["In the hook"]);
});

test("what was set going is finished before any hook runs (C21)", () => {
  const log: string[] = [];
  callLater(() => log.push("hook"));
  finishLater({
    finish() {
      log.push("first");
      finishLater({ finish: () => log.push("caused by the first") });
    },
  });
  finishLater({ finish: () => log.push("second") });
  flush();
  assert.equal(log, ["first", "second", "caused by the first", "hook"]);
});

test("the next round of a select loop begins when nothing else is unfinished, before any hook runs (S7, C21)", () => {
  const log: string[] = [];
  callLater(() => log.push("hook"));
  beginLater({
    finish() {
      log.push("first round");
      beginLater({ finish: () => log.push("third round") });
      finishLater({ finish: () => log.push("caused by the first round") });
    },
  });
  beginLater({ finish: () => log.push("second round") });
  finishLater({ finish: () => finishLater({ finish: () => log.push("caused by the change") }) });
  flush();
  assert.equal(log, [
    "caused by the change",
    "first round",
    "caused by the first round",
    "second round",
    "third round",
    "hook",
  ]);
});

test("an error without a caller goes to reportError, where there is one (C21)", async () => {
  const reported: unknown[] = [];
  await withGlobals({ reportError: (error: unknown) => reported.push(error) }, () => report("broken"));
  assert.equal(reported, ["broken"]);
});

test("an error without a caller is an uncaught one, where there is no reportError (C21)", async () => {
  const broken = new Error("In the hook");
  for (const reportError of [undefined, null, 3]) {
    await withGlobals({ reportError }, async () => {
      assert.equal(await expectUncaught(() => report(broken)), [broken]);
    });
  }
});

test("an error that reportError() itself throws is an uncaught one, and not twice (C21)", async () => {
  const broken = new Error("In the hook");
  const reportError = (error: unknown) => {
    throw error;
  };
  await withGlobals({ reportError }, async () => {
    assert.equal(await expectUncaught(() => report(broken)), [broken]);
  });
});

test("a reportError() that throws harms nobody: all hooks run, cancel() ends, and its errors and theirs are uncaught ones (C10, C21)", async () => {
  const seen: number[] = [];
  const thrown = [1, 2, 3].map((value) => new Error(`In the hook of ${value}`));
  const ch = channel<number>(3, {
    onUndelivered(value) {
      seen.push(value);
      throw thrown[value - 1];
    },
  });
  const { signal } = ch;
  for (const value of [1, 2, 3]) ch.trySend(value);
  const refused = new Error("Not reported");
  const reportError = () => {
    throw refused;
  };
  await withGlobals({ reportError }, async () => {
    const errors = await expectUncaught(() => {
      ch.cancel("enough");
      assert.equal(seen, [1, 2, 3]);
      assert.is(signal.reason, "enough");
    });
    assert.equal(errors, thrown.flatMap((error) => [error, refused]));
  });
});

test.run();
