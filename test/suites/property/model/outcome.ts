// What an operation must come to, as the model says it, and whether what really came is that.
import { nameOf } from "./values.ts";

export type Got = { readonly done: false; readonly value: unknown };
export type End = { readonly done: true; readonly value: undefined };

export type Failure =
  /** This very error, or any other value that was thrown. */
  | { readonly is: "error"; readonly error: unknown }
  | { readonly is: "closed"; readonly value: unknown; readonly channel: string; readonly cause: unknown }
  | { readonly is: "overflow"; readonly value: unknown; readonly channel: string };

export type Outcome =
  | { readonly is: "sent" }
  | { readonly is: "count"; readonly count: number }
  | { readonly is: "got"; readonly value: unknown }
  | { readonly is: "end" }
  | { readonly is: "batch"; readonly values: readonly unknown[] }
  | { readonly is: "hit"; readonly key: string | number; readonly result: Got | End; readonly looped: boolean }
  | Failure;

/** How a promise settled. */
export type Settled = { readonly fulfilled: true; readonly value: unknown } | {
  readonly fulfilled: false;
  readonly error: unknown;
};

/** Thrown by the model where the library throws or rejects. */
export class Refusal {
  readonly failure: Failure;

  constructor(failure: Failure) {
    this.failure = failure;
  }
}

/** Runs a step of the model that may be refused. */
export function attempt<R>(step: () => R): R | Refusal {
  try {
    return step();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

export const end: End = { done: true, value: undefined };

export function got(value: unknown): Got {
  return { done: false, value };
}

/** An operation of the program: what it must come to, once the model knows, and what it came to. */
export class Operation {
  readonly title: string;
  expected: Outcome | undefined = undefined;
  actual: Settled | undefined = undefined;

  constructor(title: string) {
    this.title = title;
  }

  expect(outcome: Outcome): void {
    if (this.expected !== undefined) throw new Error(`The model settled "${this.title}" twice`);
    this.expected = outcome;
  }

  /** Sees how the real promise settles. */
  watch(promise: Promise<unknown>): void {
    promise.then(
      (value) => this.settle({ fulfilled: true, value }),
      (error) => this.settle({ fulfilled: false, error }),
    );
  }

  private settle(settled: Settled): void {
    this.actual = settled;
  }

  /** Did it settle although it must wait, or otherwise than it must? */
  get wrong(): string | undefined {
    if (this.actual === undefined) return undefined;
    if (this.expected !== undefined && agrees(this.expected, this.actual)) return undefined;
    const must = this.expected === undefined ? "wait" : said(this.expected);
    return `"${this.title}" must ${must}, but ${told(this.actual)}`;
  }
}

export function agrees(expected: Outcome, actual: Settled): boolean {
  if (!actual.fulfilled) return isFailure(expected) && failsAs(expected, actual.error);
  const { value } = actual;
  switch (expected.is) {
    case "sent":
      return value === undefined;
    case "count":
      return value === expected.count;
    case "got":
      return isResult(value, false) && Object.is(value.value, expected.value);
    case "end":
      return isResult(value, true) && value.value === undefined;
    case "batch":
      return isResult(value, false) && sameList(value.value, expected.values);
    case "hit":
      return isHit(expected.looped ? isResult(value, false) ? value.value : undefined : value, expected);
    default:
      return false;
  }
}

function isFailure(outcome: Outcome): outcome is Failure {
  return outcome.is === "error" || outcome.is === "closed" || outcome.is === "overflow";
}

/** Is this the error that must come? */
function failsAs(expected: Failure, error: unknown): boolean {
  if (expected.is === "error") return Object.is(error, expected.error);
  const { name, channel, value, cause } = Object(error) as Record<string, unknown>;
  if (channel !== expected.channel || !Object.is(value, expected.value)) return false;
  if (expected.is === "overflow") return name === "OverflowError";
  return name === "ChannelClosedError" && Object.is(cause, expected.cause);
}

function isResult(given: unknown, done: boolean): given is { value: unknown } {
  return Object(given) === given && (given as { done: unknown }).done === done && "value" in (given as object);
}

function isHit(given: unknown, { key, result }: { key: unknown; result: Got | End }): boolean {
  const hit = Object(given) as Record<string, unknown>;
  return hit.key === key && hit.done === result.done && Object.is(hit.value, result.value);
}

function sameList(given: unknown, expected: readonly unknown[]): boolean {
  return Array.isArray(given) && given.length === expected.length &&
    given.every((value, index) => Object.is(value, expected[index]));
}

function said(outcome: Outcome): string {
  switch (outcome.is) {
    case "sent":
      return "be sent";
    case "count":
      return `count ${outcome.count}`;
    case "got":
      return `get ${nameOf(outcome.value)}`;
    case "end":
      return "end";
    case "batch":
      return `get ${nameOf(outcome.values)}`;
    case "hit":
      return `hit ${outcome.key} with ${outcome.result.done ? "the end" : nameOf(outcome.result.value)}`;
    case "error":
      return `fail with ${nameOf(outcome.error)}`;
    case "closed":
    case "overflow":
      return `be refused: ${outcome.channel} ${outcome.is}, value ${nameOf(outcome.value)}`;
  }
}

function told(actual: Settled): string {
  if (!actual.fulfilled) return `failed with ${nameOf(actual.error)}`;
  const { value } = actual;
  if (!isResult(value, false) && !isResult(value, true)) return `gave ${nameOf(value)}`;
  const { key, done } = value as { key?: unknown; done?: unknown };
  if (key !== undefined) return `hit ${String(key)} with ${done ? "the end" : nameOf(value.value)}`;
  const inner = Object(value.value) as { key?: unknown; done?: unknown; value?: unknown };
  if (inner.key !== undefined) return `hit ${String(inner.key)} with ${inner.done ? "the end" : nameOf(inner.value)}`;
  return done ? "ended" : `got ${nameOf(value.value)}`;
}
