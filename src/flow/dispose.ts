/// <reference lib="esnext.disposable" preserve="true" />
/** `Symbol.asyncDispose`, or what compiled `await using` looks for in an engine that has none. */
export const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose");
