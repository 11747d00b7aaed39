// Stages in a row are stations of one link. They must do what they do apart, with another link between each two.
import * as assert from "uvu/assert";
import { compose, drop, filter, type Flow, type ItemContext, map, pipeline, type Stage, tap } from "sluice";
import type { Link } from "../../../src/flow/link.ts";
import { open } from "../../../src/flow/sources/open.ts";
import { serial } from "../../../src/stages/calls/serial.ts";
import { theResult } from "../../../src/stages/calls/work.ts";
import { Numbers } from "../../support/numbers.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("serial joined");
const broken = new Error("broken");
const worse = new Error("worse");

/** More than have a place of their own in the code. */
const LENGTH = 10;
const COUNT = 5;
/** The item at which something happens. */
const ITEM = 2;

interface Scene {
  readonly log: unknown[];
  readonly flow: () => Flow<number>;
}

type Happening = (scene: Scene, context: ItemContext) => unknown;

/** What the function at one station may do with one item. */
const happenings: Record<string, Happening> = {
  "gives its result at once": () => undefined,
  "is waited for": () => ticks(3),
  "asks for its signal": (_, { signal }) => void signal,
  "throws": () => {
    throw broken;
  },
  "rejects": () => ticks(2).then(() => Promise.reject(broken)),
  "gives a thenable that cannot be read": () => ({
    get then(): never {
      throw broken;
    },
  }),
  "leaves": ({ log, flow }) => void flow().cancel("enough").then(() => log.push("left")),
  "leaves, and is waited for": ({ log, flow }) => {
    void flow().cancel("enough").then(() => log.push("left"));
    return ticks(3);
  },
  "leaves, and throws": ({ log, flow }) => {
    void flow().cancel("enough").then(() => log.push("left"));
    throw broken;
  },
  "leaves, and rejects": async ({ log, flow }) => {
    void flow().cancel("enough").then(() => log.push("left"));
    await ticks(2);
    throw broken;
  },
  "is left while it is waited for": async ({ log, flow }) => {
    await ticks(2);
    void flow().cancel("enough").then(() => log.push("left"));
    await ticks(2);
  },
  "asks for more": ({ log, flow }) => void flow().next().then(({ value }) => log.push(`next ${value}`)),
};

const handlers: Record<string, ((scene: Scene) => unknown) | undefined> = {
  "no onError": undefined,
  "an onError": () => undefined,
  "an onError that is waited for": () => ticks(3),
  "an onError that throws": () => {
    throw worse;
  },
  "an onError that rejects": () => ticks(2).then(() => Promise.reject(worse)),
  "an onError that leaves": ({ log, flow }) => void flow().cancel("enough").then(() => log.push("left")),
};

const kinds = { map, filter, tap } as unknown as Record<
  string,
  (fn: unknown, options: object) => Stage<number, number>
>;

/** Everything that can be seen of one run. */
async function observed(
  apart: boolean,
  kind: string,
  position: number,
  happening: Happening,
  handler: ((scene: Scene) => unknown) | undefined,
): Promise<unknown[]> {
  const log: unknown[] = [];
  const contexts: ItemContext[] = [];
  const scene: Scene = { log, flow: () => flow };
  const stages = Array.from({ length: LENGTH }, (_, index) => {
    const fn = (value: number, context: ItemContext) => {
      log.push(`${index}: ${value}, the ${context.index}.`);
      contexts.push(context);
      const result = kind === "filter" ? value !== 1 : value;
      if (index !== position || context.index !== ITEM) return result;
      const done = happening(scene, context);
      return done instanceof Promise ? done.then(() => result) : done ?? result;
    };
    const onError = handler === undefined ? undefined : (error: unknown, value: number) => {
      log.push(`${index}: onError ${error}, ${value}`);
      return handler(scene);
    };
    return (kinds[kind] as typeof kinds[string])(fn, { onError });
  });
  const numbers = new Numbers({ count: COUNT });
  const between = apart ? stages.flatMap((stage) => [stage, drop<number>(0)]) : stages;
  const flow: Flow<number> = pipeline(numbers, ...between as []);
  await flow.forEach((value) => log.push(`came ${value}`)).then(() => log.push("the end"), (error) => log.push(error));
  await ticks(20);
  log.push(await flow.next(), `pulled ${numbers.pulled}, released ${numbers.released}`);
  return [...log, ...contexts.map(({ signal }) => signal.aborted ? String(signal.reason) : "not aborted")];
}

for (const kind of Object.keys(kinds)) {
  for (const [what, happening] of Object.entries(happenings)) {
    test(`of several ${kind}() in a row one ${what}: as if they stood apart (P2, P3, P4, P5, P6)`, async () => {
      for (const [how, handler] of Object.entries(handlers)) {
        for (let position = 0; position < LENGTH; position++) {
          const joined = await observed(false, kind, position, happening, handler);
          const apart = await observed(true, kind, position, happening, handler);
          assert.equal(joined, apart, `at station ${position}, with ${how}`);
        }
      }
    });
  }
}

test("stages in a row that call functions are one link (P5)", () => {
  const work = { fn: (value: unknown) => value, pick: theResult, onError: undefined };
  const source: Link<unknown> = open([1]);
  const first = serial(source, work);
  assert.is.not(first, source);
  assert.is(serial(first, work), first);
});

test("they may be more than the call stack could hold (P5)", async () => {
  let stage: Stage<number, number> = map((n: number) => n + 1);
  for (let power = 0; power < 17; power++) stage = compose(stage, stage);
  assert.equal(await pipeline([1, 2], stage).toArray(), [2 ** 17 + 1, 2 ** 17 + 2]);
});

test.run();
