// The pages of docs/lessons are what `npm run pages` writes: text, program, output and diagram of each lesson.
import * as assert from "uvu/assert";
import type { TraceEvent } from "sluice/trace";
import { drawn, named } from "../../../tools/tour/diagram.ts";
import { folder, pageOf, pathOf } from "../../../tools/tour/lesson-pages.ts";
import { lessons } from "../../../tools/tour/lesson.ts";
import { filesBelow, read } from "../../support/project.ts";
import { suite } from "../../support/test.ts";

const test = suite("lesson pages");

for (const lesson of lessons()) {
  test(`${pathOf(lesson)} shows ${lesson.file} and its diagram as they are`, () => {
    assert.is(read(pathOf(lesson)), pageOf(lesson, lessons()), "npm run pages writes them");
  }, { within: 120_000 });
}

test("there is a page for each lesson, and for nothing else", () => {
  assert.equal(filesBelow(folder), lessons().map(pathOf));
});

const channel = { id: 1, title: "channel 1", capacity: 1, site: "file:///examples/01-hello.ts:7" };
const event: TraceEvent = {
  sequence: 1,
  time: 0,
  kind: "send",
  channel,
  size: 1,
  value: "1",
  task: "speak",
  site: "file:///examples/01-hello.ts:10",
  select: undefined,
  wait: undefined,
  operation: undefined,
  outcome: undefined,
};

test("a diagram has the name of a channel's variable, counted where it is made again, and what Node does as Node's", () => {
  const again = { ...channel, id: 2, title: "channel 2" };
  const events: TraceEvent[] = [
    { ...event, kind: "make" },
    { ...event, kind: "make", channel: again },
    { ...event, channel: again, site: "node:internal/streams:3" },
  ];
  const { events: renamed } = named({ events, printed: [] }, "examples/01-hello.ts");
  assert.equal(renamed.map(({ channel: { title }, task }) => `${task}: ${title}`), [
    "speak: words",
    "speak: words (2)",
    "Node: words (2)",
  ]);
});

test("what is printed stands where it happened, with nothing in it that Mermaid would read", () => {
  const printed = [
    { task: "main", text: "before; <b>", behind: 0 },
    { task: "speak", text: "two\nlines", behind: 1 },
  ];
  const lines = drawn({ events: [event], printed }).split("\n").map((line) => line.trim());
  assert.equal(lines.slice(-3), [
    "Note over printer2: prints before#59; #60;b#62;",
    "task1->>channel1: 1",
    "Note over task1: prints two<br/>lines",
  ]);
  assert.ok(lines.includes("actor printer2 as main"));
});

test("a long diagram ends with how much more there is", () => {
  const lines = drawn({ events: Array.from({ length: 50 }, () => event), printed: [] }).split("\n");
  assert.match(lines.at(-1) ?? "", /Note over printer\d+: and so on: 10 more$/);
});

test.run();
