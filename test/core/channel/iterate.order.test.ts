// In which order concurrent next() calls are answered: their own.
import * as assert from "uvu/assert";
import { type Channel, channel, selectLoop } from "sluice";
import { starve } from "../../support/hot-loop.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("iterate: the order of answers");

type Loop = AsyncIterableIterator<unknown, undefined, undefined>;

const kinds: ((ch: Channel<number>) => Loop)[] = [
  (ch) => ch[Symbol.asyncIterator](),
  (ch) => ch.batches(),
  (ch) => selectLoop({ ch }),
];

/** Has two or three next() calls be made and answered, and notes each as it is. */
type Story = (ch: Channel<number>, loop: Loop, next: (name: string) => void) => void;

async function tell(story: Story, open: (ch: Channel<number>) => Loop, starving: boolean): Promise<string[]> {
  await turn();
  const ch = channel<number>(1);
  const loop = open(ch);
  const answers: string[] = [];
  const note = (name: string, what: string) => void answers.push(`${name} ${what}`);
  const next = (name: string) =>
    void loop.next().then(({ done }) => note(name, done ? "ends" : "gets"), () => note(name, "fails"));
  if (starving) starve();
  story(ch, loop, next);
  while (answers.length < 3) await turn();
  return answers;
}

const stories: { [name: string]: [Story, string[]] } = {
  "what is there at once": [
    (ch, _, next) => {
      ch.trySend(1);
      ch.close();
      for (const name of ["a", "b", "c"]) next(name);
    },
    ["a gets", "b ends", "c ends"],
  ],
  "an error that comes while they wait": [
    (ch, _, next) => {
      next("a");
      next("b");
      ch.close("broken");
      next("c");
    },
    ["a fails", "b ends", "c ends"],
  ],
  "a value that comes before the loop is left": [
    (ch, loop, next) => {
      next("a");
      next("b");
      ch.trySend(1);
      loop.return?.();
      next("c");
    },
    ["a gets", "b ends", "c ends"],
  ],
};

for (const [name, [story, expected]] of Object.entries(stories)) {
  for (const starving of [false, true]) {
    const when = starving ? ", also while the event loop starves (C19, C23)" : " (C19)";
    test(`${name} is given to concurrent next() calls in order${when}`, async () => {
      for (const open of kinds) assert.equal(await tell(story, open, starving), expected);
    });
  }
}

test.run();
