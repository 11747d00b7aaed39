/**
 * What a change leaves to be done, once it is whole: others that can go on now, and hooks, which are user code.
 *
 * Every public operation ends with `flush()`. First all that the change set going comes to rest, at once, wherever we
 * are; then the hooks run, one after the other: what hooks cause is queued behind them and not nested. The next rounds of
 * select loops begin last, so that each round finds every channel in order.
 */
import { Ring } from "./ring.ts";

/** Something that a change may have set going, such as the senders behind one that left. */
export interface Unfinished {
  finish(): void;
}

const unfinished = new Ring<Unfinished>();
const rounds = new Ring<Unfinished>();
/** Each hook is followed by its argument. */
const hooks = new Ring<unknown>();
let finishing = false;
let running = false;
let held = 0;
/** Something is unfinished, or a hook waits. */
let waiting = false;

/** Has it go on before the current operation ends. */
export function finishLater(something: Unfinished): void {
  unfinished.push(something);
  waiting = true;
}

/** Has the next round of a select loop begin before the current operation ends, when nothing else is unfinished. */
export function beginLater(round: Unfinished): void {
  rounds.push(round);
  waiting = true;
}

/** Calls a hook after the current change. */
export function callLater(hook: () => void): void;
/** The same, with an argument. */
export function callLater<T>(hook: (value: T) => void, value: T): void;
export function callLater<T>(hook: (value: T) => void, value?: T): void {
  hooks.push(hook);
  hooks.push(value);
  waiting = true;
}

/** Another number after each operation. A caller of user code compares it to learn whether that code changed anything. */
export let changes = 0;

/** Ends every public operation. */
export function flush(): void {
  changes = (changes + 1) | 0; // a number above 2^31 would be an object, and a new one each time
  if (waiting) flushAll();
}

function flushAll(): void {
  if (held > 0 || finishing) return; // the call that began it will end it
  finishAll();
  if (hooks.size > 0 && !running) runHooks();
  waiting = unfinished.size + rounds.size + hooks.size > 0;
}

function finishAll(): void {
  finishing = true;
  try {
    while (unfinished.size + rounds.size > 0) (unfinished.size > 0 ? unfinished : rounds).shift().finish();
  } finally {
    finishing = false;
  }
}

function runHooks(): void {
  running = true;
  try {
    while (hooks.size > 0) runHook(hooks.shift() as (value: unknown) => void, hooks.shift());
  } finally {
    running = false; // near the end of the stack anything can throw
  }
}

function runHook(hook: (value: unknown) => void, value: unknown): void {
  try {
    hook(value);
  } catch (error) {
    report(error);
  }
}

/** Has an error that has no caller reported after the current change. */
export function reportLater(error: unknown): void {
  callLater(rethrow, error);
}

/** Foreign code is about to be called in the middle of a change: until `resume`, what it sets going waits for the end. */
export function hold(): void {
  held++;
}

export function resume(): void {
  held--;
}

/** Acts at once, or, when foreign code that is called in the middle of a change leads here, after that change. */
export function whenWhole(act: () => void): void {
  if (held > 0) callLater(act);
  else act();
}

/** Calls foreign code in the middle of a change. What it throws is reported. */
export function callGuarded<R>(call: () => R): R | undefined {
  hold();
  try {
    return call();
  } catch (error) {
    reportLater(error);
  } finally {
    resume();
  }
  return undefined;
}

/** Makes an error that has no caller known, as the runtime does for an error in an event listener. Throws nothing itself. */
export function report(error: unknown): void {
  const { reportError } = globalThis;
  if (typeof reportError !== "function") return rethrowLater(error);
  try {
    reportError(error);
  } catch (failure) { // `reportError` can be anybody's
    rethrowLater(error);
    if (failure !== error) rethrowLater(failure);
  }
}

function rethrowLater(error: unknown): void {
  const { queueMicrotask } = globalThis;
  if (typeof queueMicrotask === "function") queueMicrotask(() => rethrow(error));
  else Promise.resolve(error).then(rethrow);
}

function rethrow(error: unknown): never {
  throw error;
}
