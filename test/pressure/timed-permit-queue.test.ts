import * as assert from "uvu/assert";
import type { Permit } from "sluice";
import { TimedPermitQueue } from "../../src/pressure/timed-permit-queue.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("timed permit queue");

/** Opens at a time, if there is one. */
class Door extends TimedPermitQueue {
  opens = Infinity;

  open(at: number): void {
    this.opens = at;
    this.changed();
  }

  protected override delay(): number {
    return this.opens - this.clock.elapsed;
  }

  protected override take(): void {}

  protected override permit(): Permit {
    const release = () => {};
    return { release, [Symbol.dispose]: release };
  }
}

test("a timer is armed only while somebody waits, and it is known for how long (T2)", () =>
  withTimers(async (timers) => {
    const door = new Door();
    let passed = 0;
    const pass = () => passed++;
    door.open(20);
    assert.is(timers.armed, 0);
    door.opens = Infinity;
    door.acquire(1, undefined).then(pass);
    assert.is(timers.armed, 0);
    door.open(20.5);
    assert.is(timers.armed, 1);
    timers.pass(20);
    await rest();
    assert.is(passed, 0);
    timers.pass(1);
    await rest();
    assert.equal([passed, timers.armed], [1, 0]);
  }));

test.run();
