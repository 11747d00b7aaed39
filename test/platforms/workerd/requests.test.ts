// Requests at once in one server of workerd, where each lives in a context of its own: its timers and promises end with it.
import * as assert from "uvu/assert";
import { suite } from "../../support/test.ts";
import { served } from "./served.ts";

const test = suite("workerd: requests");

/** As of these dates, a turn of the event loop is a timer, a timer though there are messages, and `setImmediate`. */
const dates = ["2024-01-01", "2025-09-01", "2026-11-01"];

/** What all these paths answer, asked at once: the status too, if it is not that of success. */
function asker(url: string): (...paths: string[]) => Promise<string[]> {
  return (...paths) =>
    Promise.all(paths.map(async (path) => {
      const response = await fetch(new URL(path, url));
      const text = await response.text();
      return response.status === 200 ? text : String(response.status);
    }));
}

const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

for (const date of dates) {
  test(`hot loops in several requests let each other and all timers go on, as of ${date} (C23)`, () =>
    served("requests.worker.ts", async (url) => {
      const ask = asker(url);
      for (let round = 0; round < 3; round++) {
        assert.equal(await ask(...many(10, "/hot")), many(10, "50000"));
        assert.equal(await ask("/flow", "/hot", "/ticks", "/flow"), ["100000", "50000", "5", "100000"]);
      }
    }, date));

  test(`a request that ends in the midst of its loops holds up no other, as of ${date} (C23)`, () =>
    served("requests.worker.ts", async (url) => {
      const ask = asker(url);
      for (let round = 0; round < 3; round++) {
        assert.equal(await ask("/leaves-loops"), ["left"]);
        assert.equal(await ask("/hot", "/leaves-loops", "/flow"), ["50000", "left", "100000"]);
      }
      assert.equal(await ask("/hot", "/flow"), ["50000", "100000"]);
    }, date));
}

test("thousands of loops in one request hold up no other, nor take all of its own timers (C23)", () =>
  served("requests.worker.ts", async (url) => {
    assert.equal(await asker(url)("/crowd", "/hot", "/hot"), ["done", "50000", "50000"]);
  }));

test("a request that ends at once leaves nothing that keeps the listeners of others (C15)", () =>
  served("requests.worker.ts", async (url) => {
    const ask = asker(url);
    for (let round = 0; round < 3; round++) assert.equal(await ask("/leaves-listener"), ["left"]);
    assert.equal(await ask(...many(8, "/listeners")), many(8, "0"));
  }));

test("a channel leads from one request to another, if whoever waits has a timer of its own", () =>
  served("requests.worker.ts", async (url) => {
    const ask = asker(url);
    for (let round = 0; round < 5; round++) {
      await ask("/make");
      assert.equal(await ask("/receive-in-time", "/send"), ["7", "sent"]);
    }
  }));

test("workerd ends a request that waits for another one and has no timer of its own", () =>
  served("requests.worker.ts", async (url) => {
    const ask = asker(url);
    await ask("/make");
    assert.equal(await ask("/receive"), ["500"]);
  }));

test.run();
