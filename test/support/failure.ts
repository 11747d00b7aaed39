import * as assert from "uvu/assert";

/** What a promise rejects with; `E` is what the test expects it to be. */
export function failure<E = unknown>(promise: Promise<unknown>): Promise<E> {
  return promise.then(() => assert.unreachable("It did not reject") as never, (error) => error as E);
}

/** What a function throws. */
export function thrownBy<E = unknown>(body: () => unknown): E {
  try {
    body();
  } catch (error) {
    return error as E;
  }
  return assert.unreachable("It did not throw") as never;
}
