import * as assert from "uvu/assert";
import { channel, conflating, select, sending, sliding, strict } from "sluice";
import { trace } from "sluice/trace";
import { phraseOf } from "../../src/trace/phrases.ts";
import { suite } from "../support/test.ts";

const test = suite("phrases");

test("every kind of event has words for a table and for a diagram", async () => {
  const running = trace();
  const words = channel<string>();
  const heard = words.receive();
  await words.send("a");
  await heard;
  const spoken = words.send("b");
  await words.receive();
  await spoken;
  const controller = new AbortController();
  const aborted = words.receive({ signal: controller.signal });
  controller.abort();
  await aborted.catch(() => {});
  const withdrawing = new AbortController();
  const withdrawn = words.send("c", { signal: withdrawing.signal });
  withdrawing.abort();
  await withdrawn.catch(() => {});
  const end = words.receive();
  words.close();
  await end;
  await words.receive();
  await words.send("d").catch(() => {});

  const slide = channel<string>(sliding(1));
  await slide.sendAll(["e", "f"]);
  const latest = channel<string>(conflating({ keyOf: () => 1, merge: (older, newer) => older + newer }));
  await latest.sendAll(["g", "h"]);
  const narrow = channel<string>(strict(1));
  await narrow.send("i");
  await narrow.send("j").catch(() => {});
  const failing = channel<string>();
  const error = failing.receive();
  failing.close("broken");
  await Promise.allSettled([error, failing.receive()]);
  const left = channel<string>();
  const unwanted = left.send("k");
  left.cancel();
  await unwanted.catch(() => {});
  await select({ out: sending(slide, "l") });
  running.stop();

  const told = running.events.map((event) => phraseOf(event));
  assert.equal(told.map((phrase) => phrase.told), [
    "makes",
    "waits to receive",
    'sends "a"',
    'receives "a"',
    'waits to send "b"',
    'receives "b"',
    'has sent "b"',
    "waits to receive",
    "gives up receiving",
    'waits to send "c"',
    'gives up sending "c"',
    "waits to receive",
    "closes",
    "comes to the end",
    "comes to the end",
    'may not send "d"',
    "makes",
    'sends "e"',
    'sends "f"',
    'drops "e"',
    "makes",
    'sends "g"',
    'sends "h"',
    'merges "h"',
    "makes",
    'sends "i"',
    'may not send "j"',
    "makes",
    "waits to receive",
    "closes",
    "gets an error",
    "gets an error",
    "makes",
    'waits to send "k"',
    "cancels",
    'may not send "k"',
    'sends "l" (select 1)',
    'drops "f"',
  ]);
  assert.is(told.every(({ drawn }) => drawn.trim() === drawn && !drawn.includes("…")), true);
});

test.run();
