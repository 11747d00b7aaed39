import * as assert from "uvu/assert";
import { channel, sliding } from "sluice";
import { task, toMermaid, trace } from "sluice/trace";
import { suite } from "../support/test.ts";

const test = suite("mermaid");

test("toMermaid() has tasks and channels side by side in the order in which they turn up, and then what happened", async () => {
  const running = trace();
  const words = channel<string>(0, { name: "words" });
  const log = channel<string>(sliding(1), { name: "log" });
  const spoken = task("speaker", () => words.send("hello"));
  await task("listener", () => words.receive());
  await spoken;
  await task("speaker", () => log.sendAll(["a", "b"]));
  words.close();
  running.stop();
  const { events } = running;
  const toTheEnd = toMermaid(events.filter(({ kind }) => kind !== "close")).split("\n");
  assert.equal(toTheEnd, [
    "sequenceDiagram",
    "  actor task1 as speaker",
    "  participant channel1 as words<br/>capacity 0",
    "  actor task2 as listener",
    "  actor task3 as speaker (2)",
    "  participant channel2 as log<br/>capacity 1",
    '  task1-->>channel1: waits to send "hello"',
    '  channel1->>task2: "hello"',
    '  channel1->>task1: has taken "hello"',
    '  task3->>channel2: "a"',
    '  task3->>channel2: "b"',
    '  Note over channel2: drops "a"',
  ]);
  assert.match(toMermaid(events), /-xchannel1: close$/);
});

test("a part of the events has only those who take part in it", () => {
  const running = trace();
  channel<string>(0, { name: "idle" });
  const words = channel<string>(1, { name: "words" });
  task("speaker", () => words.trySend("a"));
  running.stop();
  assert.equal(toMermaid(running.events.slice(-1)).split("\n").slice(1, 3), [
    "  actor task1 as speaker",
    "  participant channel2 as words<br/>capacity 1",
  ]);
  assert.is(toMermaid([]), "sequenceDiagram");
});

test("what would end a line, or be taken for a tag, is written by its number", () => {
  const running = trace();
  const words = channel<string>(1, { name: "a;b\n<c>#" });
  task("x\u2028", () => words.trySend("it's; #1"));
  running.stop();
  assert.equal(toMermaid(running.events).split("\n"), [
    "sequenceDiagram",
    "  actor task1 as x#8232;",
    "  participant channel1 as a#59;b#10;#60;c#62;#35;<br/>capacity 1",
    '  task1->>channel1: "it\'s#59; #35;1"',
  ]);
});

test.run();
