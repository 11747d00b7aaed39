import * as assert from "uvu/assert";
import { group, produce, type Sender } from "../../src/mod.ts";
import { start, startBy } from "../../src/sync/start.ts";
import { suite } from "../support/test.ts";

const test = suite("start");

test("start() calls, and gives what the call gives", () => {
  assert.is(start({ name: "a" }, () => 1), 1);
});

test("the tasks of a group and of produce are started as startBy() says, by name", async () => {
  const two = () => 2;
  const count = async (out: Sender<number>) => await out.send(1);
  const names: string[] = [];
  startBy((name, run) => {
    names.push(name);
    return run();
  });
  try {
    const total = await group(async (g) => {
      const pair = g.go(two);
      return await g.go(() => 1) + await pair;
    }, { limit: 1 });
    assert.is(total, 3);
    assert.equal(await produce(count).toArray(), [1]);
  } finally {
    startBy();
  }
  await group((g) => g.go(function unseen() {}));
  assert.equal(names, [two.name, "", count.name]); // which a bundle may have changed
});

test.run();
