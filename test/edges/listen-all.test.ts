import * as assert from "uvu/assert";
import { listenAll } from "../../src/edges/listen-all.ts";
import { thrownBy } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("listen all");

/** Notes what happens; what is named in `broken` throws. */
function listening(...broken: string[]) {
  const log: string[] = [];
  const act = (name: string) => {
    log.push(name);
    if (broken.includes(name)) throw new Error(name);
  };
  const start = (name: string) => () => {
    act(`start ${name}`);
    return () => act(`stop ${name}`);
  };
  return { log, starts: ["a", "b", "c"].map(start) };
}

test("all are started in order, and stopped in order (W2)", () => {
  const { log, starts } = listening();
  const stop = listenAll(starts);
  assert.equal(log.splice(0), ["start a", "start b", "start c"]);
  stop();
  assert.equal(log, ["stop a", "stop b", "stop c"]);
});

test("when one cannot be started, those before it are stopped, and its error is thrown (W2)", () => {
  const { log, starts } = listening("start c", "stop a");
  assert.is(thrownBy<Error>(() => listenAll(starts)).message, "start c");
  assert.equal(log, ["start a", "start b", "start c", "stop a", "stop b"]);
});

test("when one cannot be stopped, the others are, and the first error is thrown (W2)", () => {
  const { log, starts } = listening("stop a", "stop b");
  const stop = listenAll(starts);
  assert.is(thrownBy<Error>(stop).message, "stop a");
  assert.equal(log.slice(3), ["stop a", "stop b", "stop c"]);
});

test.run();
