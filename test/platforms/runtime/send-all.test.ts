// sendAll() beside slow work, in a copy of the library with a clock and an event loop that the test moves.
import * as assert from "uvu/assert";
import { anotherCopy, type Library } from "../../support/another-copy.ts";
import { withGlobals } from "../../support/globals.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("sendAll under load");

const tasks: (() => void)[] = [];
const time = { now: 1000 };
const { channel, sliding, unbounded }: Library = await (async () => {
  const { now } = Date;
  Date.now = () => time.now;
  let copy: Library | undefined;
  try {
    await withGlobals({ setImmediate: (task: () => void) => tasks.push(task) }, async () => copy = await anotherCopy());
  } finally {
    Date.now = now;
  }
  return copy as Library;
})();

/** Slow work between operations, until the event loop starves and the breather looks at the clock each time. */
async function slowWork(): Promise<void> {
  const log = channel<number>(unbounded());
  for (let round = 0; round < 300; round++) {
    time.now += 3;
    const sent = log.send(round);
    await ticks(3);
    tasks.splice(0).forEach((task) => task());
    await sent;
  }
  await log.send(0); // asks for a turn, unless that is asked for already
  await log.send(1);
  time.now += 10;
}

test("sendAll() takes effect inside the call, also while the event loop starves after slow work (C3, C6)", async () => {
  await slowWork();
  const ch = channel<number>(3);
  const sent = ch.sendAll([1, 2, 3]);
  assert.is(ch.size, 3);
  ch.close();
  await ticks(20);
  const late = channel<number>(3);
  const joining = late.sendAll([4, 5, 6]); // others wait for the turn already
  assert.is(late.size, 3);
  let done = false;
  joining.then(() => done = true);
  await ticks(20);
  assert.not(done); // it is the result that is held back
  while (!done) {
    tasks.splice(0).forEach((task) => task());
    await ticks(20);
  }
  assert.is(await sent, 3);
});

test("a sendAll() that alone takes longer than the event loop may starve pauses inside the call (C23)", async () => {
  for (const buffer of [unbounded<number>(), sliding<number>(1)]) {
    await slowWork();
    let pulled = 0;
    const endless = function* () {
      while (pulled < 1_000_000) {
        time.now += 1;
        yield pulled++;
      }
    };
    const ch = channel(buffer);
    const sent = ch.sendAll(endless()).catch(() => {});
    assert.ok(pulled <= 12, `${pulled} values, one each millisecond`);
    for (let turns = 0; turns < 20; turns++) {
      const before = pulled;
      tasks.splice(0).forEach((task) => task());
      await ticks(20);
      assert.ok(pulled - before <= 40, `${pulled - before} values in a turn`);
    }
    assert.ok(pulled > 100, `${pulled} values in all`);
    ch.cancel();
    tasks.splice(0).forEach((task) => task());
    await sent;
  }
});

test.run();
