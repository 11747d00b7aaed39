// The suite every test file starts from. It adds to uvu's what a library of waiting operations needs: a test that hangs
// fails by its name, whether it waits for a timer (the watchdog) or for nothing at all (`stuck`), and so does a test
// that leaves an error behind which nobody caught.
import "./defer.ts";
import { suite as uvuSuite } from "uvu";
import { withDifference } from "./difference.ts";
import { alarm } from "./host.ts";
import { takeUncaught } from "./uncaught.ts";

export { onWorkerd, ticks, turn } from "./host.ts";
export { pending } from "./pending.ts";
export { expectUncaught } from "./uncaught.ts";

export interface TestOptions {
  /** Milliseconds until the watchdog fails the test. Default 30_000. */
  readonly within?: number;
}

export interface Suite {
  (name: string, body: () => unknown, options?: TestOptions): void;
  /** The last line of every test file. */
  run(): void;
}

/** The test that runs now, and how to end it from outside. */
interface Running {
  readonly name: string;
  readonly fail: (error: Error) => void;
}

let running: Running | undefined;

/** The names of all tests that were added, with those of their suites. */
export const names: string[] = [];

export function suite(title: string): Suite {
  const tests = uvuSuite(title);
  const own = new Set<string>();
  const add = (name: string, body: () => unknown, options: TestOptions = {}) => {
    if (own.has(name)) throw new Error(`Cannot add a test: "${title}" has two named "${name}"`);
    own.add(name);
    const whole = `${title} › ${name}`;
    names.push(whole);
    tests(name, () => guarded(whole, body, options.within ?? 30_000));
  };
  return Object.assign(add, { run: () => tests.run() });
}

let announce: ((name: string) => void) | undefined;

/** Calls back when a test begins: for a driver that may never hear of its end. */
export function whenBegins(callback: (name: string) => void): void {
  announce = callback;
}

/** The name of the test that runs now, if one does. */
export function runningTest(): string | undefined {
  return running?.name;
}

/** For a driver that sees its process run out of work: fails the test that waits, so that the others get their turn. */
export function stuck(): void {
  running?.fail(new Error("Cannot go on: the process ran out of work while this test was waiting (a deadlock)"));
}

async function guarded(name: string, body: () => unknown, within: number): Promise<void> {
  announce?.(name);
  let disarm = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    running = { name, fail: reject };
    disarm = alarm(within, () => reject(new Error(`Cannot wait longer: still running after ${within} ms`)));
  });
  try {
    await Promise.race([attempt(body), interrupted]);
  } catch (error) {
    await takeUncaught();
    throw withDifference(asError(error));
  } finally {
    disarm();
    running = undefined;
  }
  const [uncaught] = await takeUncaught();
  if (uncaught !== undefined) throw named("Nobody caught", uncaught);
}

async function attempt(body: () => unknown): Promise<void> {
  await body();
}

// uvu prints the stack of an Error, and stumbles over anything else that was thrown.
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : named("Thrown was no Error but", thrown);
}

function named(what: string, value: unknown): Error {
  if (!(value instanceof Error)) return new Error(`${what}: ${String(value)}`);
  const error = new Error(`${what}: ${value.name}: ${value.message}`);
  if (value.stack) error.stack = value.stack;
  return error;
}
