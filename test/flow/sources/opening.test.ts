import * as assert from "uvu/assert";
import { ENOUGH } from "../../../src/flow/early-end.ts";
import { Opening } from "../../../src/flow/sources/opening.ts";
import { thrownBy } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("opening");
const unwanted = () => assert.unreachable() as never;

test("what is opened is given; before and after that, a stop has nothing to wait for (P4)", () => {
  const opening = new Opening();
  assert.is(opening.stop(ENOUGH), undefined);
  assert.is(opening.run(() => "open", unwanted), "open");
  assert.is(opening.stop(ENOUGH), undefined);
});

test("what is opened although it was stopped meanwhile is released with that exit, and the stop waits for it (P4)", async () => {
  const [opening, closing] = [new Opening(), gate()];
  const exit = { reason: "enough", failed: true };
  let stopped: Promise<void> | undefined;
  const released: unknown[] = [];
  const open = () => {
    stopped = opening.stop(exit);
    return "open";
  };
  const given = opening.run(open, (...args) => {
    released.push(...args);
    return closing.promise as Promise<void>;
  });
  assert.equal([given, released], [undefined, ["open", exit]]);
  assert.ok(await pending(stopped as Promise<void>));
  closing.open();
  await stopped;
});

test("what fails to open after it was stopped leaves nothing to wait for (P4)", async () => {
  const opening = new Opening();
  let stopped: Promise<void> | undefined;
  const fail = () => {
    stopped = opening.stop(ENOUGH);
    throw new Error("It cannot be opened");
  };
  assert.is(thrownBy<Error>(() => opening.run(fail, unwanted)).message, "It cannot be opened");
  await stopped;
});

test.run();
