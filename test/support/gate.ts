/** A promise that the test settles. */
export interface Gate<T> {
  readonly promise: Promise<T>;
  open(value: T): void;
  fail(error: unknown): void;
}

/** A new one, closed. A rejection that nobody waits for is no error. */
export function gate<T = void>(): Gate<T> {
  let settle: Pick<Gate<T>, "open" | "fail"> | undefined;
  const promise = new Promise<T>((open, fail) => settle = { open, fail });
  promise.catch(() => {});
  return { promise, ...settle as Pick<Gate<T>, "open" | "fail"> };
}
