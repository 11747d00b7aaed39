import {
  type Buffer,
  buffer,
  channel,
  compose,
  dropping,
  type Flow,
  type OverflowError,
  pipeline,
  sized,
  sliding,
} from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";

const test = suite("buffer of one's own");

const end = { done: true, value: undefined };

/** A stack of two, as a user writes it. */
function stack<T>(members: Partial<Buffer<T>> = {}): Buffer<T> {
  const held: T[] = [];
  return {
    capacity: 2,
    get size() {
      return held.length;
    },
    offer(value: T) {
      if (held.length === 2) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.pop() as T,
    ...members,
  };
}

test("a buffer of one's own has its say about the order, and is not asked beyond its capacity (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, buffer(stack<number>()));
  const seen: unknown[] = [];
  for (let round = 0; round < 5; round++) seen.push((await flow.next()).value);
  assert.equal(seen, [0, 2, 3, 4, 5]);
  assert.is(source.asked, 7);
  await flow.cancel();
});

test("a buffer that has no answer for a value fails the stage, so that nothing is lost silently (C25)", async () => {
  const odd = stack<number>({ offer: () => undefined as never });
  const source = naturals();
  const flow = pipeline(source, buffer(odd));
  assert.is((await flow.next()).value, 0); // somebody waited for it
  const error = await failure<Error>(flow.next());
  assert.instance(error, TypeError);
  assert.match(error.message, "buffer.offer() must give one of kept, wait, drop, merge, fail, not undefined");
});

test("a buffer of one's own that lets some wait keeps nothing back in the end", async () => {
  const offered: number[] = [];
  let own: number | undefined;
  const single: Buffer<number> = {
    capacity: 10,
    get size() {
      return own === undefined ? 0 : 1;
    },
    offer(value) {
      offered.push(value);
      if (own !== undefined) return "wait";
      own = value;
      return "kept";
    },
    take() {
      const value = own as number;
      own = undefined;
      return value;
    },
  };
  assert.equal(await pipeline([0, 1, 2, 3, 4], buffer(single)).toArray(), [0, 1, 2, 3, 4]);
  assert.equal(offered, [1, 2, 2, 3, 3, 4, 4]);
});

/** A queue that says this to offers, in turn; after that, and for `null`, it takes what comes. */
function moody(...answers: ("wait" | "fail" | "drop" | Error | null)[]): Buffer<number> {
  const held: number[] = [];
  return {
    capacity: Infinity,
    get size() {
      return held.length;
    },
    offer(value) {
      const answer = answers.shift() ?? "kept";
      if (answer instanceof Error) throw answer;
      if (answer === "kept") held.push(value);
      return answer;
    },
    take: () => held.shift() as number,
  };
}

test("a buffer of one's own that has no room although it is empty loses nothing", async () => {
  const all = [0, 1, 2, 3, 4];
  for (let moods = 0; moods < 2 ** 5; moods++) {
    const answers = Array.from({ length: 5 }, (_, index) => (moods >> index) % 2 === 1 ? "wait" : null);
    const title = answers.join();
    assert.equal(await pipeline(all, buffer(moody(...answers))).toArray(), all, title);
    const broken = new Error("The source broke");
    const source = new Driven<number>().give(...all).fail(broken);
    const seen: number[] = [];
    const flow = pipeline(source, buffer(moody(...answers, ...answers)));
    assert.is(await failure(flow.forEach((n) => void seen.push(n))), broken, title);
    assert.equal(seen, all, title);
  }
});

test("a value that a buffer of one's own never has room for is pulled when the one before is asked for (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, buffer(moody(...Array<"wait">(10).fill("wait"))));
  for (let round = 0; round < 5; round++) {
    assert.is((await flow.next()).value, round);
    assert.is(source.asked, round + 2);
  }
  await flow.cancel();
});

test("a buffer of one's own that fails when it is asked again fails the stage, after what is buffered (P3)", async () => {
  const broken = new Error("Not again");
  for (const last of ["fail", broken] as const) {
    const source = naturals();
    const flow = pipeline(source, buffer(moody(null, null, "wait", last)));
    const seen: number[] = [];
    const error = await failure<OverflowError>(flow.forEach((n) => void seen.push(n)));
    assert.equal(seen, [0, 1, 2]);
    if (last === "fail") assert.equal([error.name, error.value], ["OverflowError", 3]);
    else assert.is(error, last);
    assert.is(source.returned, 1);
    assert.equal(await flow.next(), end);
  }
});

test("a value in hand that a buffer of one's own drops in the end is gone, and the next one comes", async () => {
  const own = moody(null, "wait", "drop");
  assert.equal(await pipeline([0, 1, 2, 3], buffer(own)).toArray(), [0, 1, 3]);
});

test("a room() that wants to see the value gets one in hand, and no more (P1)", async () => {
  const source = naturals();
  const asked: unknown[] = [];
  const own = stack<number>({
    room(value) {
      asked.push(value);
      return true;
    },
  });
  const flow = pipeline(source, buffer(own));
  await flow.next();
  await rest();
  assert.is(source.asked, 4);
  assert.equal(asked, []);
  assert.equal([await flow.next(), await flow.next()].map(({ value }) => value), [2, 3]);
  await rest();
  assert.is(source.asked, 6);
  await flow.cancel();
});

test("a room() that does not ask for the value is asked before one is pulled (P1)", async () => {
  let open = false;
  const source = naturals();
  const flow = pipeline(source, buffer(stack<number>({ room: () => open })));
  assert.is((await flow.next()).value, 0);
  assert.is(source.asked, 1);
  open = true;
  assert.is((await flow.next()).value, 1);
  assert.is(source.asked, 5);
  await flow.cancel();
});

test("what room() throws fails the stage, after what is buffered (P3)", async () => {
  const broken = new Error("No room to be seen");
  const source = naturals();
  let asked = 0;
  const own = stack<number>({
    room: () => {
      if (++asked === 2) throw broken;
      return true;
    },
  });
  const flow = pipeline(source, buffer(own));
  const seen: number[] = [];
  assert.is(await failure(flow.forEach((n) => void seen.push(n))), broken);
  assert.equal(seen, [0, 1]);
  assert.is(source.returned, 1);
});

test("what take() of a buffer of one's own throws fails the stage and releases the source (P3)", async () => {
  const broken = new Error("Not to be had");
  const source = naturals();
  const flow = pipeline(
    source,
    buffer(stack<number>({
      take() {
        throw broken;
      },
    })),
  );
  assert.is((await flow.next()).value, 0);
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
  assert.is(source.returned, 1);
});

test("a buffer of one's own belongs to one stage, and that to one pipeline (B1)", () => {
  const message = (body: () => unknown) => {
    const { name, message } = thrownBy<Error>(body);
    return `${name}: ${message}`;
  };
  const own = sliding<number>(2);
  const ahead = buffer(own);
  assert.is(message(() => buffer(own)), "TypeError: buffer must be a new one: it belongs to another channel");
  assert.is(message(() => channel(own)), "TypeError: buffer must be a new one: it belongs to another channel");
  pipeline([1], ahead);
  const twice = "TypeError: buffer must be a new one: its stage is in another pipeline";
  assert.is(message(() => pipeline([1], ahead)), twice);
  assert.is(message(() => ahead(Driven.of(1))), twice);
  const both = compose(buffer(dropping<number>(1)), buffer(3));
  pipeline([1], both);
  assert.is(message(() => pipeline([1], both)), twice);
  const taken = dropping<number>(1);
  channel(taken);
  assert.is(message(() => buffer(taken)), "TypeError: buffer must be a new one: it belongs to another channel");
});

test("one whom a function of the buffer has ask gets the next value, and not one that came later (C1, C21)", async () => {
  const source = channel<number>(10);
  let asked: Promise<IteratorResult<number>> | undefined;
  const flow: Flow<number> = pipeline(
    source,
    buffer(sized<number>(10, (n) => {
      if (n === 2) asked = flow.next();
      return 1;
    })),
  );
  const first = flow.next();
  source.trySend(1);
  assert.equal(await first, { done: false, value: 1 });
  for (const n of [2, 3]) source.trySend(n);
  await rest();
  assert.equal(await asked, { done: false, value: 2 });
  assert.equal(await flow.next(), { done: false, value: 3 });
});

test.run();
