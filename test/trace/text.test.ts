import * as assert from "uvu/assert";
import { toText, type TraceEvent } from "sluice/trace";
import { suite } from "../support/test.ts";

const test = suite("text");

const words = { id: 1, title: "words", capacity: 1, site: "file:///app/hello.ts:3" };
const nothing = { value: undefined, select: undefined, wait: undefined, operation: undefined, outcome: undefined };
const base = { time: 0, task: "main", site: undefined, channel: words, size: 0, ...nothing };

test("toText() gives a line for each event, in columns", () => {
  const events: TraceEvent[] = [
    { ...base, sequence: 9, kind: "make", site: words.site },
    { ...base, sequence: 10, kind: "send", task: "speaker", value: '"a"', size: 1, select: 2 },
  ];
  assert.is(
    toText(events),
    [
      " 9  main     makes                 words  0/1  hello.ts:3",
      '10  speaker  sends "a" (select 2)  words  1/1',
    ].join("\n"),
  );
});

test("toText() takes more events than a call takes arguments", () => {
  const events = Array.from({ length: 200_000 }, (_, sequence): TraceEvent => ({ ...base, sequence, kind: "make" }));
  assert.is(toText(events).split("\n").length, 200_000);
});

test("toText() of nothing is nothing", () => {
  assert.is(toText([]), "");
});

test.run();
